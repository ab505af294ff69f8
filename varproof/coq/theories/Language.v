(* The statement language: what its terms and formulas mean to a reader, how they become terms of the kernel, and that
   both are the same.  Sizes are natural numbers, an array is a function of indices, a map one of reals and indices. *)
From Coq Require Import Reals QArith Qreals List Bool PArith ZArith Arith Lia Lra Classical FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Varproof Require Import Finite Naturals Term Substitution Derivative Rules Check.
Import ListNotations.
Close Scope Q_scope.
Open Scope R_scope.

(* ---- syntax: names are numbers, bound variables count binders from inside *)

Inductive kind := KI | KR.  (* what an argument of a function is: an index or a real *)
Inductive ref := Rn (x : positive) | Rb (k : nat).  (* an index, given or bound *)
Inductive ufn := Uexp | Ulog | Usqrt | Uabs | Ulamb.
Inductive tm :=
| Tz (z : Z) | Tq (z : Z) (d : positive) | Tpi | Tvar (x : positive) | Tbd (k : nat) | Tat (h : head) (l : args)
| Tcard (s : positive) | Tpos (i : ref) (s : positive)
| Tadd (a b : tm) | Tsub (a b : tm) | Topp (a : tm) | Tmul (a b : tm) | Tdiv (a b : tm) | Tpow (a : tm) (k : positive)
| Tmax (a b : tm) | Tmin (a b : tm) | Tfn (u : ufn) (a : tm)
| Tlet (a b : tm) | Tder (a p : tm)
| Tsum (s : positive) (a : tm) | Tsumif (s : positive) (c : fm) (a : tm)
| Tmaxo (s : positive) (a : tm) | Tmino (s : positive) (a : tm)
with args := A0 | Ai (i : ref) (l : args) | Ar (t : tm) (l : args)
with fm :=
| Gle (a b : tm) | Glt (a b : tm) | Geq (a b : tm) | Gne (a b : tm) | Gsame (i j : ref)
| Gsize (c : nat) (s : positive) | Gindex (i : ref) (s : positive)  (* the size is at least c; the index is below it *)
| Glet (a : tm) (f : fm)
| Gand (f g : fm) | Gor (f g : fm) | Gimp (f g : fm) | Gnot (f : fm)
| Gall (s : positive) (f : fm) | Gex (s : positive) (f : fm) | Gallr (f : fm) | Gexr (f : fm)
| Galla (ks : list kind) (f : fm) | Gexa (ks : list kind) (f : fm)
| Gdiff (a p : tm).  (* in the last bound real, a is differentiable at p; no statement and no certificate says so *)

Scheme tm_mut := Induction for tm Sort Prop
with args_mut := Induction for args Sort Prop
with fm_mut := Induction for fm Sort Prop.
Combined Scheme language_ind from tm_mut, args_mut, fm_mut.

(* ---- meaning *)

Inductive arg := VI (i : nat) | VX (x : R).
Definition real_of (a : arg) : R := match a with VI i => INR i | VX x => x end.
Definition kind_of (a : arg) : kind := match a with VI _ => KI | VX _ => KR end.
Definition lower (k : kind) (x : R) : arg := match k with KI => VI (idx x) | KR => VX x end.

Fixpoint nfn (ks : list kind) : Type :=
  match ks with [] => R | KI :: ks => nat -> nfn ks | KR :: ks => R -> nfn ks end.
Fixpoint nap (ks : list kind) : nfn ks -> list arg -> R :=
  match ks with
  | [] => fun g _ => g
  | KI :: ks => fun g l => match l with VI i :: l => nap ks (g i) l | _ => 0 end
  | KR :: ks => fun g l => match l with VX x :: l => nap ks (g x) l | _ => 0 end
  end.
Fixpoint ncurry (ks : list kind) : (list arg -> R) -> nfn ks :=
  match ks with
  | [] => fun F => F []
  | KI :: ks => fun F i => ncurry ks (fun l => F (VI i :: l))
  | KR :: ks => fun F x => ncurry ks (fun l => F (VX x :: l))
  end.
Fixpoint lowers (ks : list kind) (l : list R) : list arg :=
  match ks, l with k :: ks, x :: l => lower k x :: lowers ks l | _, _ => [] end.

Lemma nap_ncurry ks : forall F l, map kind_of l = ks -> nap ks (ncurry ks F) l = F l.
Proof.
  induction ks as [|[] ks IH]; intros F [|[i|x] l] E; try discriminate E; [reflexivity| |];
  cbn; injection E as E; now rewrite IH.
Qed.
Lemma lowers_real l : lowers (map kind_of l) (map real_of l) = l.
Proof. induction l as [|[i|x] l IH]; [reflexivity| |]; cbn; rewrite IH; [now rewrite idx_INR|reflexivity]. Qed.

Inductive nval := NR (r : R) | NI (i : nat) | NF (f : list arg -> R).
Record nenv := NEnv { nstk : list nval; nname : positive -> nval; nsize : positive -> nat }.
Definition npush (v : nval) (e : nenv) := NEnv (v :: nstk e) (nname e) (nsize e).
Definition nvreal (o : option nval) := match o with Some (NR r) => r | _ => 0 end.
Definition nvidx (o : option nval) := match o with Some (NI i) => i | _ => O end.
Definition nvfun (o : option nval) (l : list arg) := match o with Some (NF f) => f l | _ => 0 end.

Definition nref (i : ref) (e : nenv) : nat :=
  match i with Rn x => nvidx (Some (nname e x)) | Rb k => nvidx (nth_error (nstk e) k) end.
Definition nhead (h : head) (l : list arg) (e : nenv) : R :=
  match h with Hn x => nvfun (Some (nname e x)) l | Hb k => nvfun (nth_error (nstk e) k) l end.
Definition nufn (u : ufn) (x : R) : R :=
  match u with Uexp => exp x | Ulog => ln x | Usqrt => sqrt x | Uabs => Rabs x | Ulamb => lambertw x end.

Fixpoint nT (t : tm) (e : nenv) {struct t} : R :=
  match t with
  | Tz z => IZR z
  | Tq z d => IZR z / IZR (Zpos d)
  | Tpi => PI
  | Tvar x => nvreal (Some (nname e x))
  | Tbd k => nvreal (nth_error (nstk e) k)
  | Tat h l => nhead h (nA l e) e
  | Tcard s => INR (nsize e s)
  | Tpos i s => position (nref i e) (nsize e s)
  | Tadd a b => nT a e + nT b e
  | Tsub a b => nT a e - nT b e
  | Topp a => - nT a e
  | Tmul a b => nT a e * nT b e
  | Tdiv a b => nT a e / nT b e
  | Tpow a k => nT a e ^ Pos.to_nat k
  | Tmax a b => Rmax (nT a e) (nT b e)
  | Tmin a b => Rmin (nT a e) (nT b e)
  | Tfn u a => nufn u (nT a e)
  | Tlet a b => nT b (npush (NR (nT a e)) e)
  | Tder a p => Derive (fun v => nT a (npush (NR v) e)) (nT p e)
  | Tsum s a => bigsum (nsize e s) (fun i => nT a (npush (NI i) e))
  | Tsumif s c a => bigsum_if (nsize e s) (fun i => nF c (npush (NI i) e)) (fun i => nT a (npush (NI i) e))
  | Tmaxo s a => bigmax (nsize e s) (fun i => nT a (npush (NI i) e))
  | Tmino s a => bigmin (nsize e s) (fun i => nT a (npush (NI i) e))
  end
with nA (l : args) (e : nenv) {struct l} : list arg :=
  match l with A0 => [] | Ai i l => VI (nref i e) :: nA l e | Ar t l => VX (nT t e) :: nA l e end
with nF (f : fm) (e : nenv) {struct f} : Prop :=
  match f with
  | Gle a b => nT a e <= nT b e
  | Glt a b => nT a e < nT b e
  | Geq a b => nT a e = nT b e
  | Gne a b => nT a e <> nT b e
  | Gsame i j => nref i e = nref j e
  | Gsize c s => (c <= nsize e s)%nat
  | Gindex i s => (nref i e < nsize e s)%nat
  | Glet a f => nF f (npush (NR (nT a e)) e)
  | Gand f g => nF f e /\ nF g e
  | Gor f g => nF f e \/ nF g e
  | Gimp f g => nF f e -> nF g e
  | Gnot f => ~ nF f e
  | Gall s f => forall i, (i < nsize e s)%nat -> nF f (npush (NI i) e)
  | Gex s f => exists i, (i < nsize e s)%nat /\ nF f (npush (NI i) e)
  | Gallr f => forall x, nF f (npush (NR x) e)
  | Gexr f => exists x, nF f (npush (NR x) e)
  | Galla ks f => forall g : nfn ks, nF f (npush (NF (nap ks g)) e)
  | Gexa ks f => exists g : nfn ks, nF f (npush (NF (nap ks g)) e)
  | Gdiff a p => ex_derive (fun v : R => nT a (npush (NR v) e)) (nT p e)
  end.

(* ---- translation to the kernel: a size is a set, an index a real *)

Definition pz (z : Z) : poly := pconst (Qmake z 1).
Definition pq (z : Z) (d : positive) : poly := pconst (Qred (Qmake z d)).
Definition kroot (p : poly) := pA (Afn Fsqrt (pmul p p)).
Definition kR (i : ref) : poly := match i with Rn x => pA (Avar x) | Rb k => pA (Abd k) end.

Fixpoint kT (t : tm) {struct t} : poly :=
  match t with
  | Tz z => pz z
  | Tq z d => pq z d
  | Tpi => pA (Afn Fpi P0)
  | Tvar x => pA (Avar x)
  | Tbd k => pA (Abd k)
  | Tat h l => pA (Aapp h (kA l))
  | Tcard s => msum1 (Sv s) pone
  | Tpos i s => msum1 (Sf (Sv s) (Fr Rge (psub (shP 1 (kR i)) bd0))) pone
  | Tadd a b => padd (kT a) (kT b)
  | Tsub a b => psub (kT a) (kT b)
  | Topp a => pscale (-1) (kT a)
  | Tmul a b => pmul (kT a) (kT b)
  | Tdiv a b => pmul (kT a) (pinv (kT b))
  | Tpow a k => ppow_pos (kT a) k
  | Tmax a b => let p := kT a in let q := kT b in pscale half (padd (padd p q) (kroot (psub p q)))
  | Tmin a b => let p := kT a in let q := kT b in pscale half (psub (padd p q) (kroot (psub p q)))
  | Tfn Uexp a => pexp 1 (kT a)
  | Tfn Ulog a => pA (Afn Flog (kT a))
  | Tfn Usqrt a => pA (Afn Fsqrt (kT a))
  | Tfn Uabs a => kroot (kT a)
  | Tfn Ulamb a => pA (Afn Flamb (kT a))
  | Tlet a b => openP (kT a) (kT b)
  | Tder a p => pA (Ader (kT a) (kT p))
  | Tsum s a => msum1 (Sv s) (kT a)
  | Tsumif s c a => msum1 (Sf (Sv s) (kF c)) (kT a)
  | Tmaxo s a => pA (Amax (Sv s) (kT a))
  | Tmino s a => pscale (-1) (pA (Amax (Sv s) (pscale (-1) (kT a))))
  end
with kA (l : args) {struct l} : polys :=
  match l with A0 => L0 | Ai i l => Lc (kR i) (kA l) | Ar t l => Lc (kT t) (kA l) end
with kF (f : fm) {struct f} : form :=
  match f with
  | Gle a b => Fr Rge (psub (kT b) (kT a))
  | Glt a b => Fr Rgt (psub (kT b) (kT a))
  | Geq a b => equal (kT a) (kT b)
  | Gne a b => neg (equal (kT a) (kT b))
  | Gsame i j => equal (kR i) (kR j)
  | Gsize c s => Fr Rge (psub (msum1 (Sv s) pone) (pz (Z.of_nat c)))
  | Gindex i s => Fi (kR i) (Sv s)
  | Glet a f => openF (BR (kT a)) (kF f)
  | Gand f g => neg (Fm (kF f) (neg (kF g)))
  | Gor f g => Fm (neg (kF f)) (kF g)
  | Gimp f g => Fm (kF f) (kF g)
  | Gnot f => neg (kF f)
  | Gall s f => every (Sv s) (kF f)
  | Gex s f => neg (every (Sv s) (neg (kF f)))
  | Gallr f => Fa SReal (kF f)
  | Gexr f => neg (Fa SReal (neg (kF f)))
  | Galla ks f => Fa (SFn (length ks)) (kF f)
  | Gexa ks f => neg (Fa (SFn (length ks)) (neg (kF f)))
  | Gdiff _ _ => ffalse  (* never asked: it is not well formed *)
  end.

(* ---- what is well formed: every variable is used as what it is *)

Inductive ty := CR | CI | CF (ks : list kind).
Definition eq_kind (a b : kind) : bool := match a, b with KI, KI | KR, KR => true | _, _ => false end.
Fixpoint eq_kinds (l k : list kind) : bool :=
  match l, k with [], [] => true | a :: l, b :: k => eq_kind a b && eq_kinds l k | _, _ => false end.
Lemma eq_kinds_eq : forall l k, eq_kinds l k = true -> l = k.
Proof.
  induction l as [|[] l IH]; intros [|[] k] H; try discriminate H; [reflexivity| |]; cbn in H; f_equal; auto.
Qed.
Definition eq_ty (a b : ty) : bool :=
  match a, b with CR, CR | CI, CI => true | CF l, CF k => eq_kinds l k | _, _ => false end.
Lemma eq_ty_eq a b : eq_ty a b = true -> a = b.
Proof. destruct a, b; cbn; intros H; try discriminate H; auto. f_equal. now apply eq_kinds_eq. Qed.

Section Typing.
Variable G : positive -> option ty.  (* the givens *)
Definition of_type (o : option ty) (t : ty) : bool := match o with Some s => eq_ty s t | None => false end.
Definition wR (c : list ty) (i : ref) : bool :=
  match i with Rn x => of_type (G x) CI | Rb k => of_type (nth_error c k) CI end.
Fixpoint kinds (l : args) : list kind :=
  match l with A0 => [] | Ai _ l => KI :: kinds l | Ar _ l => KR :: kinds l end.
Definition wH (c : list ty) (h : head) (l : args) : bool :=
  match h with Hn x => of_type (G x) (CF (kinds l)) | Hb k => of_type (nth_error c k) (CF (kinds l)) end.

Fixpoint wT (c : list ty) (t : tm) {struct t} : bool :=
  match t with
  | Tz _ | Tq _ _ | Tpi | Tcard _ => true
  | Tvar x => of_type (G x) CR
  | Tbd k => of_type (nth_error c k) CR
  | Tat h l => wH c h l && wA c l
  | Tpos i _ => wR c i
  | Tadd a b | Tsub a b | Tmul a b | Tdiv a b | Tmax a b | Tmin a b => wT c a && wT c b
  | Topp a | Tpow a _ | Tfn _ a => wT c a
  | Tlet a b => wT c a && wT (CR :: c) b
  | Tder a p => wT (CR :: c) a && wT c p
  | Tsum _ a | Tmaxo _ a | Tmino _ a => wT (CI :: c) a
  | Tsumif _ f a => wF (CI :: c) f && wT (CI :: c) a
  end
with wA (c : list ty) (l : args) {struct l} : bool :=
  match l with A0 => true | Ai i l => wR c i && wA c l | Ar t l => wT c t && wA c l end
with wF (c : list ty) (f : fm) {struct f} : bool :=
  match f with
  | Gle a b | Glt a b | Geq a b | Gne a b => wT c a && wT c b
  | Gsame i j => wR c i && wR c j
  | Gsize _ _ => true
  | Gindex i _ => wR c i
  | Glet a f => wT c a && wF (CR :: c) f
  | Gand f g | Gor f g | Gimp f g => wF c f && wF c g
  | Gnot f => wF c f
  | Gall _ f | Gex _ f => wF (CI :: c) f
  | Gallr f | Gexr f => wF (CR :: c) f
  | Galla ks f | Gexa ks f => wF (CF ks :: c) f
  | Gdiff _ _ => false
  end.

(* ---- environments that say the same *)

Definition fits (t : ty) (v : option nval) (r : R) (f : list R -> R) : Prop :=
  match t with
  | CR => nvreal v = r
  | CI => INR (nvidx v) = r
  | CF ks => forall l, map kind_of l = ks -> nvfun v l = f (map real_of l)
  end.
Record like (c : list ty) (e : nenv) (k : env) : Prop := {
  like_stk : forall j t, nth_error c j = Some t ->
    fits t (nth_error (nstk e) j) (vreal (nth_error (stk k) j)) (vfun (nth_error (stk k) j));
  like_name : forall x t, G x = Some t -> fits t (Some (nname e x)) (nr k x) (fun l => nf k (length l) x l);
  like_size : forall s, ns k s = upto (nsize e s) }.

Lemma like_push c e k t v w : like c e k -> fits t (Some v) (vreal (Some w)) (vfun (Some w)) ->
  like (t :: c) (npush v e) (push w k).
Proof.
  intros [A B C] F. split; auto. intros [|j] t' E; cbn in *; [injection E as <-; exact F|auto].
Qed.
Lemma like_R c e k r : like c e k -> like (CR :: c) (npush (NR r) e) (push (VR r) k).
Proof. intros H. now apply like_push. Qed.
Lemma like_I c e k i : like c e k -> like (CI :: c) (npush (NI i) e) (push (VR (INR i)) k).
Proof. intros H. now apply like_push. Qed.

Lemma of_type_ok o t : of_type o t = true -> o = Some t.
Proof. destruct o; cbn; intros H; [apply eq_ty_eq in H; now subst|discriminate H]. Qed.

Lemma wR_ok c e k i : like c e k -> wR c i = true -> dP (kR i) k = INR (nref i e).
Proof.
  intros [A B _] H. destruct i as [x|j]; cbn in *; apply of_type_ok in H; rewrite pA_ok; cbn.
  - symmetry. exact (B x CI H).
  - symmetry. exact (A j CI H).
Qed.

Lemma kinds_ok l e : map kind_of (nA l e) = kinds l.
Proof. revert l. fix IH 1. intros [|i l|t l]; cbn; f_equal; apply IH. Qed.

Lemma kroot_ok p e : dP (kroot p) e = Rabs (dP p e).
Proof. unfold kroot. rewrite pA_ok. cbn [dA dfn]. rewrite pmul_ok. apply sqrt_Rsqr_abs. Qed.
Lemma half_ok : Q2R half = / 2. Proof. unfold half, Q2R. simpl. lra. Qed.
Lemma pz_ok z e : dP (pz z) e = IZR z.
Proof. unfold pz. rewrite pconst_ok. apply Q2R_int. Qed.

(* arrays that the kernel quantifies over, and those that a reader does *)
Lemma fits_lowered ks (h : nfn ks) r :
  fits (CF ks) (Some (NF (nap ks h))) r
    (vfun (Some (VF (length ks) (curry (length ks) (fun l => nap ks h (lowers ks l)))))).
Proof.
  intros l E. cbn. assert (L : length (map real_of l) = length ks) by now rewrite map_length, <- E, map_length.
  rewrite L, Nat.eqb_refl, ap_curry by exact L. subst ks. now rewrite lowers_real.
Qed.
Lemma fits_raised ks (g : fn (length ks)) r :
  fits (CF ks) (Some (NF (nap ks (ncurry ks (fun l => ap (length ks) g (map real_of l)))))) r
    (vfun (Some (VF (length ks) g))).
Proof.
  intros l E. assert (L : length (map real_of l) = length ks) by now rewrite map_length, <- E, map_length.
  cbn. now rewrite nap_ncurry, L, Nat.eqb_refl by exact E.
Qed.

Ltac split_wf :=
  repeat match goal with H : _ && _ = true |- _ => apply andb_prop in H; destruct H end.
Ltac use_IH :=
  repeat match goal with
  | IH : forall c e k, ?w c ?t = true -> like c e k -> _, W : ?w ?c ?t = true, L : like ?c ?e ?k |- _ =>
      specialize (IH c e k W L)
  end.

Theorem translation_ok :
  (forall t c e k, wT c t = true -> like c e k -> dP (kT t) k = nT t e) /\
  (forall l c e k, wA c l = true -> like c e k -> dL (kA l) k = map real_of (nA l e)) /\
  (forall f c e k, wF c f = true -> like c e k -> (dF (kF f) k <-> nF f e)).
Proof.
  apply language_ind; intros; cbn [wT wA wF] in *; split_wf; cbn [kT kA kF nT nA nF].
  - apply pz_ok.
  - unfold pq. rewrite pconst_ok, Q2R_red. reflexivity.
  - now rewrite pA_ok.
  - rewrite pA_ok. symmetry. apply (like_name _ _ _ H0 x CR). now apply of_type_ok.
  - rewrite pA_ok. symmetry. apply (like_stk _ _ _ H0 k CR). now apply of_type_ok.
  - rewrite pA_ok. cbn [dA]. rewrite (H _ _ _ H2 H1). pose proof (kinds_ok l e) as K.
    destruct h as [x|j]; cbn [wH dhead nhead] in *; apply of_type_ok in H0; symmetry.
    + exact (like_name _ _ _ H1 _ _ H0 _ K).
    + exact (like_stk _ _ _ H1 _ _ H0 _ K).
  - rewrite msum1_ok. cbn [dS]. rewrite (like_size _ _ _ H0), sum_upto.
    rewrite (bigsum_ext _ _ (fun _ => 1)) by (intros; apply pone_ok). apply bigsum_1.
  - rewrite msum1_ok. cbn [dS]. rewrite (like_size _ _ _ H0), sum_upto_if, <- position_upto.
    apply bigsum_if_ext; [|intros; apply pone_ok]. intros j. cbn [dF drel].
    rewrite psub_ok, shP1, bd0_ok, (wR_ok _ _ _ _ H0 H). lra.
  - use_IH. now rewrite padd_ok, H, H0.
  - use_IH. now rewrite psub_ok, H, H0.
  - use_IH. rewrite pscale_ok, Q2R_m1, H. ring.
  - use_IH. now rewrite pmul_ok, H, H0.
  - use_IH. now rewrite pmul_ok, pinv_ok, H, H0.
  - use_IH. now rewrite ppow_ok, H.
  - use_IH. rewrite pscale_ok, !padd_ok, kroot_ok, psub_ok, H, H0, half_ok. unfold Rmax, Rabs.
    destruct (Rle_dec _ _), (Rcase_abs _); lra.
  - use_IH. rewrite pscale_ok, psub_ok, !padd_ok, kroot_ok, psub_ok, H, H0, half_ok. unfold Rmin, Rabs.
    destruct (Rle_dec _ _), (Rcase_abs _); lra.
  - use_IH. destruct u; cbn [nufn]; rewrite ?pexp_ok, ?kroot_ok, ?pA_ok, ?Q2R_1, ?Rmult_1_l; cbn [dA dfn]; now rewrite ?H.
  - use_IH. rewrite openP_ok, H. apply (H0 _ _ _ H3). now apply like_R.
  - use_IH. rewrite pA_ok. cbn [dA]. rewrite H0. apply Derive_ext. intros v. apply (H _ _ _ H1). now apply like_R.
  - rewrite msum1_ok. cbn [dS]. rewrite (like_size _ _ _ H1), sum_upto. apply bigsum_ext. intros i _.
    apply (H _ _ _ H0). now apply like_I.
  - rewrite msum1_ok. cbn [dS]. rewrite (like_size _ _ _ H2), sum_upto_if. apply bigsum_if_ext; intros i.
    + apply (H _ _ _ H1). now apply like_I.
    + apply (H0 _ _ _ H3). now apply like_I.
  - rewrite pA_ok. cbn [dA dS]. rewrite (like_size _ _ _ H1), fmax_upto. f_equal. extensionality i.
    apply (H _ _ _ H0). now apply like_I.
  - rewrite pscale_ok, pA_ok, Q2R_m1. cbn [dA dS]. rewrite (like_size _ _ _ H1), fmax_upto, bigmin_opp.
    assert (E : (fun i => dP (pscale (-1) (kT a)) (push (VR (INR i)) k)) = (fun i => - nT a (npush (NI i) e))).
    { extensionality i. rewrite pscale_ok, Q2R_m1, (H _ _ _ H0 (like_I _ _ _ i H1)). ring. }
    rewrite E. ring.
  - reflexivity.
  - cbn [dL map real_of]. f_equal; [now apply (wR_ok c)|]. now apply (H c).
  - use_IH. cbn [dL map real_of]. now rewrite H, H0.
  - use_IH. cbn [dF drel]. rewrite psub_ok, H, H0. lra.
  - use_IH. cbn [dF drel]. rewrite psub_ok, H, H0. lra.
  - use_IH. rewrite equal_ok, H, H0. tauto.
  - use_IH. rewrite neg_ok, equal_ok, H, H0. tauto.
  - rewrite equal_ok, (wR_ok _ _ _ _ H0 H), (wR_ok _ _ _ _ H0 H1). split; [apply INR_eq|congruence].
  - cbn [dF drel]. rewrite psub_ok, pz_ok, msum1_ok. cbn [dS]. rewrite (like_size _ _ _ H0), sum_upto.
    rewrite (bigsum_ext _ _ (fun _ => 1)) by (intros; apply pone_ok). rewrite bigsum_1, <- INR_IZR_INZ.
    split; [intros L; apply INR_le; lra|intros L; apply le_INR in L; lra].
  - cbn [dF dS]. rewrite (wR_ok _ _ _ _ H0 H), (like_size _ _ _ H0). apply upto_INR.
  - use_IH. rewrite openFR_ok, H. apply (H0 _ _ _ H3). now apply like_R.
  - use_IH. rewrite neg_ok. cbn [dF]. rewrite neg_ok, H, H0. tauto.
  - use_IH. cbn [dF]. rewrite neg_ok, H, H0. tauto.
  - use_IH. cbn [dF]. rewrite H, H0. tauto.
  - use_IH. rewrite neg_ok, H. tauto.
  - rewrite every_ok. cbn [dS]. rewrite (like_size _ _ _ H1). split; intros K.
    + intros i Hi. apply (H _ _ _ H0 (like_I _ _ _ i H1)). apply K. now apply upto_INR.
    + intros v Hv. apply in_upto in Hv. destruct Hv as [i [Hi ->]]. apply (H _ _ _ H0 (like_I _ _ _ i H1)). auto.
  - rewrite neg_ok, every_ok. cbn [dS]. rewrite (like_size _ _ _ H1). split.
    + intros K. apply NNPP. intros N. apply K. intros v Hv. apply in_upto in Hv. destruct Hv as [i [Hi ->]].
      rewrite neg_ok. intros D. apply N. exists i. split; auto. now apply (H _ _ _ H0 (like_I _ _ _ i H1)).
    + intros [i [Hi D]] K. specialize (K (INR i) (proj2 (upto_INR _ i) Hi)). rewrite neg_ok in K. apply K.
      now apply (H _ _ _ H0 (like_I _ _ _ i H1)).
  - cbn [dF]. split; intros K x; apply (H _ _ _ H0 (like_R _ _ _ x H1)), K.
  - rewrite neg_ok. cbn [dF]. split.
    + intros K. apply NNPP. intros N. apply K. intros v. rewrite neg_ok. intros D. apply N. exists v.
      now apply (H _ _ _ H0 (like_R _ _ _ v H1)).
    + intros [v D] K. specialize (K v). rewrite neg_ok in K. apply K. now apply (H _ _ _ H0 (like_R _ _ _ v H1)).
  - cbn [dF]. split; intros K g.
    + apply (H _ _ _ H0 (like_push _ _ _ _ _ _ H1 (fits_lowered ks g _))). apply K.
    + apply (H _ _ _ H0 (like_push _ _ _ _ _ _ H1 (fits_raised ks g _))). apply K.
  - rewrite neg_ok. cbn [dF]. split.
    + intros K. apply NNPP. intros N. apply K. intros g. rewrite neg_ok. intros D. apply N. eexists.
      apply (H _ _ _ H0 (like_push _ _ _ _ _ _ H1 (fits_raised ks g _))). exact D.
    + intros [g D] K.
      specialize (K (curry (length ks) (fun l => nap ks g (lowers ks l)))). rewrite neg_ok in K. apply K.
      now apply (H _ _ _ H0 (like_push _ _ _ _ _ _ H1 (fits_lowered ks g _))).
  - discriminate.
Qed.
Definition kF_ok := proj2 (proj2 translation_ok).
End Typing.
