(* The statement language: what its terms and formulas mean to a reader, how they become terms of the kernel, and that
   both are the same.  Sizes are natural numbers, an array is a function of indices, a map one of reals and indices. *)
From Coq Require Import Reals QArith Qreals List Bool PArith ZArith Arith Lia Lra Classical FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Varproof Require Import Finite Naturals Integral Term Substitution Derivative Rules Check.
Import ListNotations.
Close Scope Q_scope.
Open Scope R_scope.

(* ---- syntax: names are numbers, bound variables count binders from inside *)

Inductive kind := KI | KR | KA (n : nat).  (* what an argument is: an index, a real, an array of n indices *)
Inductive part := DX | DI (s : positive) | DA (ss : list positive).  (* the same with the sizes *)
Inductive ref := Rn (x : positive) | Rb (k : nat).  (* an index, given or bound *)
Inductive ufn := Uexp | Ulog | Usqrt | Uabs | Ulamb.
Inductive tm :=
| Tz (z : Z) | Tq (z : Z) (d : positive) | Tpi | Tvar (x : positive) | Tbd (k : nat) | Tat (h : head) (l : args)
| Tcard (s : positive) | Tpos (i : ref) (s : positive)
| Tadd (a b : tm) | Tsub (a b : tm) | Topp (a : tm) | Tmul (a b : tm) | Tdiv (a b : tm) | Tpow (a : tm) (k : positive)
| Tmax (a b : tm) | Tmin (a b : tm) | Tfn (u : ufn) (a : tm)
| Tlet (a b : tm) | Tder (a p : tm)
| Tint (ss : list positive) (low high a : tm)  (* over an array with these sizes; without sizes, over a real *)
| Tsum (s : positive) (a : tm) | Tsumif (s : positive) (c : fm) (a : tm)
| Tmaxo (s : positive) (a : tm) | Tmino (s : positive) (a : tm)
with args := A0 | Ai (i : ref) (l : args) | Ar (t : tm) (l : args) | Aa (ss : list positive) (t : tm) (l : args)  (* an array; t is below its indices, the first inmost *)
with fm :=
| Gle (a b : tm) | Glt (a b : tm) | Geq (a b : tm) | Gne (a b : tm) | Gsame (i j : ref)
| Gsize (c : nat) (s : positive) | Gindex (i : ref) (s : positive)  (* the size is at least c; the index is below it *)
| Glet (a : tm) (f : fm)
| Gand (f g : fm) | Gor (f g : fm) | Gimp (f g : fm) | Gnot (f : fm)
| Gall (s : positive) (f : fm) | Gex (s : positive) (f : fm) | Gallr (f : fm) | Gexr (f : fm)
| Galla (ks : list kind) (f : fm) | Gexa (ks : list kind) (f : fm)
| Gdep (x : positive) (ps : list part)  (* a given map takes arrays that are alike to the same; a hypothesis only *)
| Gdiff (a p : tm).  (* in the last bound real, a is differentiable at p; no statement and no certificate says so *)

Scheme tm_mut := Induction for tm Sort Prop
with args_mut := Induction for args Sort Prop
with fm_mut := Induction for fm Sort Prop.
Combined Scheme language_ind from tm_mut, args_mut, fm_mut.

(* ---- meaning *)

Fixpoint iap (n : nat) : iarr n -> list nat -> R :=
  match n with
  | O => fun a _ => a
  | S n => fun a l => match l with [] => iap n (a O) [] | i :: l => iap n (a i) l end
  end.
Fixpoint icurry (n : nat) : (list nat -> R) -> iarr n :=
  match n with O => fun F => F [] | S n => fun F i => icurry n (fun l => F (i :: l)) end.
Lemma icurry_iap n : forall a : iarr n, icurry n (iap n a) = a.
Proof. induction n; intros a; [reflexivity|]. extensionality i. apply IHn. Qed.
Lemma icurry_ext n : forall F G, (forall l, length l = n -> F l = G l) -> icurry n F = icurry n G.
Proof.
  induction n; intros F G H; [now apply H|]. extensionality i. apply IHn. intros l E. apply H. cbn. now rewrite E.
Qed.

Inductive arg := VI (i : nat) | VX (x : R) | VA (n : nat) (a : iarr n).
Definition kind_of (a : arg) : kind := match a with VI _ => KI | VX _ => KR | VA n _ => KA n end.

Fixpoint nfn (ks : list kind) : Type :=
  match ks with [] => R | KI :: ks => nat -> nfn ks | KR :: ks => R -> nfn ks | KA n :: ks => iarr n -> nfn ks end.
Fixpoint nap (ks : list kind) : nfn ks -> list arg -> R :=
  match ks with
  | [] => fun g _ => g
  | KI :: ks => fun g l => match l with VI i :: l => nap ks (g i) l | _ => 0 end
  | KR :: ks => fun g l => match l with VX x :: l => nap ks (g x) l | _ => 0 end
  | KA n :: ks => fun g l => match l with VA m a :: l => nap ks (g (icurry n (iap m a))) l | _ => 0 end
  end.
Fixpoint ncurry (ks : list kind) : (list arg -> R) -> nfn ks :=
  match ks with
  | [] => fun F => F []
  | KI :: ks => fun F i => ncurry ks (fun l => F (VI i :: l))
  | KR :: ks => fun F x => ncurry ks (fun l => F (VX x :: l))
  | KA n :: ks => fun F a => ncurry ks (fun l => F (VA n a :: l))
  end.
Lemma nap_ncurry ks : forall F l, map kind_of l = ks -> nap ks (ncurry ks F) l = F l.
Proof.
  induction ks as [|k ks IH]; intros F [|a l] E; try discriminate E; [reflexivity|]. injection E as <- E.
  destruct a as [i|x|n a]; cbn; rewrite ?icurry_iap; now rewrite IH.
Qed.

(* an argument of the kernel as a reader has it, and back *)
Definition lower (k : kind) (x : karg) : arg :=
  match k with
  | KI => VI (idx (knum x))
  | KR => VX (knum x)
  | KA n => VA n (icurry n (fun is => ap (projT1 x) (projT2 x) (map INR is)))
  end.
Fixpoint lowers (ks : list kind) (l : list karg) : list arg :=
  match ks, l with k :: ks, x :: l => lower k x :: lowers ks l | _, _ => [] end.
Definition number (x : R) : karg := existT fn O x.
Definition raise (a : arg) : karg := match a with VI i => number (INR i) | VX x => number x | VA n a => number 0 end.
Definition arity_of (k : kind) : nat := match k with KA n => n | _ => O end.
Definition fit (k : kind) (x : karg) : Prop :=
  match k with KI => exists i, x = number (INR i) | KR => exists r, x = number r | KA n => exists g, x = existT fn n g end.
Fixpoint fit_all (ks : list kind) (l : list karg) : Prop :=
  match ks, l with [], [] => True | k :: ks, x :: l => fit k x /\ fit_all ks l | _, _ => False end.
Definition plain (k : kind) : bool := match k with KA _ => false | _ => true end.  (* no array *)

Lemma fit_arity ks : forall l, fit_all ks l -> map arity l = map arity_of ks.
Proof.
  induction ks as [|k ks IH]; intros [|x l] H; try destruct H; [reflexivity|]. cbn. rewrite IH by assumption.
  destruct k; destruct H as [? ->]; reflexivity.
Qed.
Lemma fit_kinds ks : forall l, fit_all ks l -> map kind_of (lowers ks l) = ks.
Proof.
  induction ks as [|k ks IH]; intros [|x l] H; try destruct H; [reflexivity|]. cbn. rewrite IH by assumption. now destruct k.
Qed.
Lemma raise_lowers ks : forallb plain ks = true -> forall l, fit_all ks l -> map raise (lowers ks l) = l.
Proof.
  induction ks as [|k ks IH]; intros P [|x l] H; try destruct H; [reflexivity|]. cbn in P. apply andb_prop in P. destruct P.
  cbn. rewrite IH by assumption. destruct k; try discriminate; destruct H as [r ->]; cbn; [now rewrite idx_INR|reflexivity].
Qed.

Inductive nval := NR (r : R) | NI (i : nat) | NF (f : list arg -> R).
Record nenv := NEnv { nstk : list nval; nname : positive -> nval; nsize : positive -> nat }.
Definition npush (v : nval) (e : nenv) := NEnv (v :: nstk e) (nname e) (nsize e).
Definition npre (l : list nval) (e : nenv) := NEnv (l ++ nstk e) (nname e) (nsize e).
Definition nvreal (o : option nval) := match o with Some (NR r) => r | _ => 0 end.
Definition nvidx (o : option nval) := match o with Some (NI i) => i | _ => O end.
Definition nvfun (o : option nval) (l : list arg) := match o with Some (NF f) => f l | _ => 0 end.

Definition place (a : arg) : nat := match a with VI i => i | _ => O end.
Definition integrated (n : nat) : iarr n -> nval :=
  match n with O => NR | S m => fun a => NF (fun l => iap (S m) a (map place l)) end.

Definition nref (i : ref) (e : nenv) : nat :=
  match i with Rn x => nvidx (Some (nname e x)) | Rb k => nvidx (nth_error (nstk e) k) end.
Definition nhead (h : head) (l : list arg) (e : nenv) : R :=
  match h with Hn x => nvfun (Some (nname e x)) l | Hb k => nvfun (nth_error (nstk e) k) l end.
Definition nufn (u : ufn) (x : R) : R :=
  match u with Uexp => exp x | Ulog => ln x | Usqrt => sqrt x | Uabs => Rabs x | Ulamb => lambertw x end.

(* arrays that have equal entries below the sizes, and values that depend on these only *)
Fixpoint alike (n : positive -> nat) (ss : list positive) : iarr (length ss) -> iarr (length ss) -> Prop :=
  match ss with
  | [] => fun a b => a = b
  | s :: ss => fun a b => forall i, (i < n s)%nat -> alike n ss (a i) (b i)
  end.
Fixpoint depends (n : positive -> nat) (ps : list part) (F G : list arg -> R) : Prop :=
  match ps with
  | [] => F [] = G []
  | DX :: ps => forall x, depends n ps (fun l => F (VX x :: l)) (fun l => G (VX x :: l))
  | DI s :: ps => forall i, (i < n s)%nat -> depends n ps (fun l => F (VI i :: l)) (fun l => G (VI i :: l))
  | DA ss :: ps => forall a b : iarr (length ss), alike n ss a b ->
      depends n ps (fun l => F (VA (length ss) a :: l)) (fun l => G (VA (length ss) b :: l))
  end.

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
  | Tint ss low high a =>
      integral (map (nsize e) ss) (nT low e) (nT high e) (fun x => nT a (npush (integrated _ x) e))
  | Tsum s a => bigsum (nsize e s) (fun i => nT a (npush (NI i) e))
  | Tsumif s c a => bigsum_if (nsize e s) (fun i => nF c (npush (NI i) e)) (fun i => nT a (npush (NI i) e))
  | Tmaxo s a => bigmax (nsize e s) (fun i => nT a (npush (NI i) e))
  | Tmino s a => bigmin (nsize e s) (fun i => nT a (npush (NI i) e))
  end
with nA (l : args) (e : nenv) {struct l} : list arg :=
  match l with
  | A0 => []
  | Ai i l => VI (nref i e) :: nA l e
  | Ar t l => VX (nT t e) :: nA l e
  | Aa ss t l => VA (length ss) (icurry (length ss) (fun is => nT t (npre (map NI is) e))) :: nA l e
  end
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
  | Gdep x ps => depends (nsize e) ps (nvfun (Some (nname e x))) (nvfun (Some (nname e x)))
  | Gdiff a p => ex_derive (fun v : R => nT a (npush (NR v) e)) (nT p e)
  end.

(* ---- translation to the kernel: a size is a set, an index a real *)

Definition pz (z : Z) : poly := pconst (Qmake z 1).
Definition pq (z : Z) (d : positive) : poly := pconst (Qred (Qmake z d)).
Definition kroot (p : poly) := pA (Afn Fsqrt (pmul p p)).
Definition kR (i : ref) : poly := match i with Rn x => pA (Avar x) | Rb k => pA (Abd k) end.

(* that a map depends on entries only: for any two arrays in each place; of Q bound variables the v-th, from outside *)
Section Dependence.
Variable Q : nat.
Definition at_level (v : nat) : nat := Q - 1 - v.
Definition width (p : part) : nat := match p with DA _ => 2 | _ => 1 end.
Fixpoint ups (j n : nat) : polys := match n with O => L0 | S n => Lc 0 (pA (Abd j)) (ups (S j) n) end.  (* j, .., j + n - 1 *)
Fixpoint downs (n : nat) : polys := match n with O => L0 | S n => Lc 0 (pA (Abd n)) (downs n) end.  (* n - 1, .., 0 *)
Fixpoint side (second : nat) (ps : list part) (v : nat) : polys :=
  match ps with
  | [] => L0
  | DA ss :: ps =>
      let n := length ss in
      Lc n (pA (Aapp (Hb (n + at_level (v + second))) (ups 0 n))) (side second ps (2 + v))
  | _ :: ps => Lc 0 (pA (Abd (at_level v))) (side second ps (1 + v))
  end.
Fixpoint insides (ps : list part) (v : nat) : list form :=
  match ps with
  | [] => []
  | DI s :: ps => Fi (pA (Abd (at_level v))) (Sv s) :: insides ps (1 + v)
  | p :: ps => insides ps (width p + v)
  end.
Fixpoint each (ss : list positive) (f : form) : form := match ss with [] => f | s :: ss => every (Sv s) (each ss f) end.
Fixpoint sames (ps : list part) (v : nat) : list form :=
  match ps with
  | [] => []
  | DA ss :: ps =>
      let n := length ss in
      let entry v := pA (Aapp (Hb (n + at_level v)) (downs n)) in
      each ss (equal (entry v) (entry (1 + v)%nat)) :: sames ps (2 + v)
  | _ :: ps => sames ps (1 + v)
  end.
End Dependence.
Fixpoint quantified (ps : list part) (f : form) : form :=
  match ps with
  | [] => f
  | DA ss :: ps => let o := SFn (repeat O (length ss)) in Fa o (Fa o (quantified ps f))
  | _ :: ps => Fa SReal (quantified ps f)
  end.
Definition dependence (x : positive) (ps : list part) : form :=
  let Q := list_sum (map width ps) in
  quantified ps (fold_right Fm (equal (pA (Aapp (Hn x) (side Q 0 ps 0))) (pA (Aapp (Hn x) (side Q 1 ps 0))))
    (insides Q ps 0 ++ sames Q ps 0)).

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
  | Tint _ _ _ _ => P0  (* never asked: it is not well formed *)
  | Tsum s a => msum1 (Sv s) (kT a)
  | Tsumif s c a => msum1 (Sf (Sv s) (kF c)) (kT a)
  | Tmaxo s a => pA (Amax (Sv s) (kT a))
  | Tmino s a => pscale (-1) (pA (Amax (Sv s) (pscale (-1) (kT a))))
  end
with kA (l : args) {struct l} : polys :=
  match l with
  | A0 => L0
  | Ai i l => Lc 0 (kR i) (kA l)
  | Ar t l => Lc 0 (kT t) (kA l)
  | Aa ss t l => Lc (length ss) (kT t) (kA l)
  end
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
  | Galla ks f => Fa (SFn (map arity_of ks)) (kF f)
  | Gexa ks f => neg (Fa (SFn (map arity_of ks)) (neg (kF f)))
  | Gdep x ps => dependence x ps
  | Gdiff _ _ => ffalse  (* never asked: it is not well formed *)
  end.

(* ---- what is well formed: every variable is used as what it is *)

Inductive ty := CR | CI | CF (ks : list kind).
Definition eq_kind (a b : kind) : bool := match a, b with KI, KI | KR, KR => true | KA n, KA m => Nat.eqb n m | _, _ => false end.
Fixpoint eq_kinds (l k : list kind) : bool :=
  match l, k with [], [] => true | a :: l, b :: k => eq_kind a b && eq_kinds l k | _, _ => false end.
Lemma eq_kinds_eq : forall l k, eq_kinds l k = true -> l = k.
Proof.
  induction l as [|a l IH]; intros [|b k] H; try discriminate H; [reflexivity|]. cbn in H. apply andb_prop in H.
  destruct H as [H1 H2]. f_equal; [|auto]. destruct a, b; try discriminate H1; [reflexivity|reflexivity|].
  apply Nat.eqb_eq in H1. now subst.
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
  match l with A0 => [] | Ai _ l => KI :: kinds l | Ar _ l => KR :: kinds l | Aa ss _ l => KA (length ss) :: kinds l end.
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
  | Tint _ _ _ _ => false  (* the kernel has no integrals *)
  | Tsum _ a | Tmaxo _ a | Tmino _ a => wT (CI :: c) a
  | Tsumif _ f a => wF (CI :: c) f && wT (CI :: c) a
  end
with wA (c : list ty) (l : args) {struct l} : bool :=
  match l with
  | A0 => true
  | Ai i l => wR c i && wA c l
  | Ar t l => wT c t && wA c l
  | Aa ss t l => wT (repeat CI (length ss) ++ c) t && wA c l
  end
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
  | Galla ks f | Gexa ks f => forallb plain ks && wF (CF ks :: c) f
  | Gdep _ _ | Gdiff _ _ => false
  end.

(* ---- environments that say the same *)

Definition fits (t : ty) (v : option nval) (r : R) (f : list karg -> R) : Prop :=
  match t with
  | CR => nvreal v = r
  | CI => INR (nvidx v) = r
  | CF ks => forall l, fit_all ks l -> nvfun v (lowers ks l) = f l
  end.
Record like (c : list ty) (e : nenv) (k : env) : Prop := {
  like_stk : forall j t, nth_error c j = Some t ->
    fits t (nth_error (nstk e) j) (vreal (nth_error (stk k) j)) (vfun (nth_error (stk k) j));
  like_name : forall x t, G x = Some t -> fits t (Some (nname e x)) (nr k x) (fun l => nf k (map arity l) x l);
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

Lemma kroot_ok p e : dP (kroot p) e = Rabs (dP p e).
Proof. unfold kroot. rewrite pA_ok. cbn [dA dfn]. rewrite pmul_ok. apply sqrt_Rsqr_abs. Qed.
Lemma half_ok : Q2R half = / 2. Proof. unfold half, Q2R. simpl. lra. Qed.
Lemma pz_ok z e : dP (pz z) e = IZR z.
Proof. unfold pz. rewrite pconst_ok. apply Q2R_int. Qed.

(* arrays that the kernel quantifies over, and those that a reader does *)
Lemma fits_lowered ks (h : nfn ks) r :
  fits (CF ks) (Some (NF (nap ks h))) r
    (vfun (Some (VF (map arity_of ks) (hcurry (map arity_of ks) (fun l => nap ks h (lowers ks l)))))).
Proof. intros l E. cbn. rewrite (fit_arity _ _ E), eqk_refl, hap_hcurry by now apply fit_arity. reflexivity. Qed.
Lemma fits_raised ks (g : hfn (map arity_of ks)) r : forallb plain ks = true ->
  fits (CF ks) (Some (NF (nap ks (ncurry ks (fun l => hap (map arity_of ks) g (map raise l)))))) r
    (vfun (Some (VF (map arity_of ks) g))).
Proof.
  intros P l E. cbn. rewrite (fit_arity _ _ E), eqk_refl, nap_ncurry, raise_lowers by auto using fit_kinds. reflexivity.
Qed.
Lemma like_pre c e k is : like c e k -> like (repeat CI (length is) ++ c) (npre (map NI is) e) (pre (map VR (map INR is)) k).
Proof.
  intros H. induction is as [|i is IH].
  - destruct e, k. exact H.
  - exact (like_I _ _ _ i IH).
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
  (forall l c e k, wA c l = true -> like c e k ->
    fit_all (kinds l) (dL (kA l) k) /\ lowers (kinds l) (dL (kA l) k) = nA l e) /\
  (forall f c e k, wF c f = true -> like c e k -> (dF (kF f) k <-> nF f e)).
Proof.
  apply language_ind; intros; cbn [wT wA wF] in *; split_wf; cbn [kT kA kF nT nA nF].
  - apply pz_ok.
  - unfold pq. rewrite pconst_ok, Q2R_red. reflexivity.
  - now rewrite pA_ok.
  - rewrite pA_ok. symmetry. apply (like_name _ _ _ H0 x CR). now apply of_type_ok.
  - rewrite pA_ok. symmetry. apply (like_stk _ _ _ H0 k CR). now apply of_type_ok.
  - rewrite pA_ok. cbn [dA]. destruct (H _ _ _ H2 H1) as [K E]. rewrite <- E.
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
  - discriminate.
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
  - split; [exact I|reflexivity].
  - destruct (H _ _ _ H2 H1) as [K E]. cbn [dL kinds fit_all fit lowers lower curry map]. rewrite pre_nil, (wR_ok _ _ _ _ H1 H0), E.
    split; [eauto|]. cbn. now rewrite idx_INR.
  - use_IH. destruct H0 as [K E]. cbn [dL kinds fit_all fit lowers lower curry map]. rewrite pre_nil, H, E.
    split; [eauto|reflexivity].
  - destruct (H0 _ _ _ H3 H2) as [K E]. cbn [dL kinds fit_all fit lowers lower projT1 projT2]. rewrite E. split; [eauto|].
    do 2 f_equal. apply icurry_ext. intros is L. rewrite ap_curry by now rewrite map_length.
    rewrite <- L in H1. apply (H (repeat CI (length is) ++ c)); [assumption|]. now apply like_pre.
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
    + apply (H _ _ _ H2 (like_push _ _ _ _ _ _ H1 (fits_lowered ks g _))). apply K.
    + apply (H _ _ _ H2 (like_push _ _ _ _ _ _ H1 (fits_raised ks g _ H0))). apply K.
  - rewrite neg_ok. cbn [dF]. split.
    + intros K. apply NNPP. intros N. apply K. intros g. rewrite neg_ok. intros D. apply N. eexists.
      apply (H _ _ _ H2 (like_push _ _ _ _ _ _ H1 (fits_raised ks g _ H0))). exact D.
    + intros [g D] K.
      specialize (K (hcurry (map arity_of ks) (fun l => nap ks g (lowers ks l)))). rewrite neg_ok in K. apply K.
      now apply (H _ _ _ H2 (like_push _ _ _ _ _ _ H1 (fits_lowered ks g _))).
  - discriminate.
  - discriminate.
Qed.
Definition kF_ok := proj2 (proj2 translation_ok).
End Typing.
