(* Terms, sets and formulas of the kernel, their meaning over the reals, and their arithmetic in normal form. *)
From Coq Require Import Reals QArith Qreals List Bool PArith ZArith Arith Lia Lra FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Varproof Require Import Finite.
Import ListNotations.
Close Scope Q_scope.
Open Scope R_scope.

(* ---- syntax *)

Inductive fname := Flog | Fsqrt | Flamb | Fpi.
Inductive rel := Rge | Rgt | Req.
(* A function takes reals and functions of reals: of each argument the number of reals that it takes, 0 of a real. *)
Inductive sort := SReal | SSet | SFn (ks : list nat).
Inductive head := Hn (x : positive) | Hb (k : nat).

Inductive atom :=
| Avar (x : positive) | Abd (k : nat) | Aapp (h : head) (l : polys) | Ainv (p : poly) | Afn (f : fname) (p : poly)
| Asum (s : set) (m : mono) | Amax (s : set) (p : poly) | Ader (p e : poly)
with mono := M1 | Mp (a : atom) (k : positive) (m : mono) | Me (n : mono) (q : Q) (m : mono)
with poly := P0 | Pc (m : mono) (c : Q) (p : poly)
with polys := L0 | Lc (n : nat) (p : poly) (l : polys)  (* p is below n binders *)
with set := Sv (x : positive) | Sb (k : nat) | Sf (s : set) (f : form)
with form := Fr (r : rel) (p : poly) | Fi (p : poly) (s : set) | Fm (f g : form) | Fa (s : sort) (f : form).

Scheme atom_mut := Induction for atom Sort Prop
with mono_mut := Induction for mono Sort Prop
with poly_mut := Induction for poly Sort Prop
with polys_mut := Induction for polys Sort Prop
with set_mut := Induction for set Sort Prop
with form_mut := Induction for form Sort Prop.
Combined Scheme syntax_ind from atom_mut, mono_mut, poly_mut, polys_mut, set_mut, form_mut.

(* ---- meaning *)

Fixpoint fn (n : nat) : Type := match n with O => R | S n => R -> fn n end.
Fixpoint ap (n : nat) : fn n -> list R -> R :=
  match n with
  | O => fun g _ => g
  | S n => fun g l => match l with [] => ap n (g 0) [] | x :: l => ap n (g x) l end
  end.
Fixpoint curry (n : nat) : (list R -> R) -> fn n :=
  match n with O => fun F => F [] | S n => fun F x => curry n (fun l => F (x :: l)) end.

Lemma ap_curry n : forall F l, length l = n -> ap n (curry n F) l = F l.
Proof.
  induction n; intros F [|x l]; simpl; intros H; try discriminate; auto.
  rewrite IHn; [auto|lia].
Qed.

Lemma curry_ap n : forall g : fn n, curry n (ap n g) = g.
Proof. induction n; intros g; [reflexivity|]. extensionality x. apply IHn. Qed.
Lemma curry_ext n : forall F G, (forall l, length l = n -> F l = G l) -> curry n F = curry n G.
Proof.
  induction n; intros F G H; [now apply H|]. extensionality x. apply IHn. intros l E. apply H. cbn. now rewrite E.
Qed.

(* functions of reals and of functions of reals *)
Definition karg := {n : nat & fn n}.
Definition arity (a : karg) : nat := projT1 a.
Definition knum (a : karg) : R := ap (projT1 a) (projT2 a) [].
Fixpoint hfn (ks : list nat) : Type := match ks with [] => R | n :: ks => fn n -> hfn ks end.
Fixpoint hap (ks : list nat) : hfn ks -> list karg -> R :=
  match ks with
  | [] => fun g _ => g
  | n :: ks => fun g l => match l with [] => 0 | a :: l => hap ks (g (curry n (ap (projT1 a) (projT2 a)))) l end
  end.
Fixpoint hcurry (ks : list nat) : (list karg -> R) -> hfn ks :=
  match ks with [] => fun F => F [] | n :: ks => fun F x => hcurry ks (fun l => F (existT fn n x :: l)) end.
Lemma hap_hcurry ks : forall F l, map arity l = ks -> hap ks (hcurry ks F) l = F l.
Proof.
  induction ks as [|n ks IH]; intros F [|[m x] l] E; try discriminate E; [reflexivity|]. injection E as E1 E2. subst m.
  cbn. now rewrite curry_ap, IH.
Qed.
Lemma hcurry_ext ks : forall F G, (forall l, map arity l = ks -> F l = G l) -> hcurry ks F = hcurry ks G.
Proof.
  induction ks as [|n ks IH]; intros F G H; [now apply H|]. extensionality x. apply IH. intros l E. apply H. cbn. now rewrite E.
Qed.
Fixpoint of_reals (n : nat) : fn n -> hfn (repeat O n) :=
  match n with O => fun g => g | S n => fun g x => of_reals n (g x) end.
Definition eqk (a b : list nat) : bool := if list_eq_dec Nat.eq_dec a b then true else false.
Lemma eqk_eq a b : eqk a b = true -> a = b.
Proof. unfold eqk. destruct (list_eq_dec _ _ _); [auto|discriminate]. Qed.
Lemma eqk_refl a : eqk a a = true.
Proof. unfold eqk. destruct (list_eq_dec _ _ _); [auto|tauto]. Qed.

Inductive val := VR (r : R) | VS (s : fset) | VF (ks : list nat) (g : hfn ks).
Definition kval_of (n : nat) : fn n -> val :=
  match n with O => VR | S m => fun g => VF (repeat O (S m)) (of_reals (S m) g) end.
Definition kval (a : karg) : val := kval_of (projT1 a) (projT2 a).
Record env := Env { stk : list val; nr : positive -> R; ns : positive -> fset; nf : list nat -> positive -> list karg -> R }.
Definition push (v : val) (e : env) := Env (v :: stk e) (nr e) (ns e) (nf e).
Definition pre (l : list val) (e : env) := Env (l ++ stk e) (nr e) (ns e) (nf e).

Definition vreal (o : option val) := match o with Some (VR r) => r | _ => 0 end.
Definition vset (o : option val) := match o with Some (VS s) => s | _ => [] end.
Definition vfun (o : option val) (l : list karg) :=
  match o with Some (VF ks g) => if eqk ks (map arity l) then hap ks g l else 0 | _ => 0 end.
Definition dfn (f : fname) (x : R) := match f with Flog => ln x | Fsqrt => sqrt x | Flamb => lambertw x | Fpi => PI end.
Definition drel (r : rel) (x : R) : Prop := match r with Rge => x >= 0 | Rgt => x > 0 | Req => x = 0 end.
Definition dhead (h : head) (l : list karg) (e : env) : R :=
  match h with Hn x => nf e (map arity l) x l | Hb k => vfun (nth_error (stk e) k) l end.

Fixpoint dA (a : atom) (e : env) {struct a} : R :=
  match a with
  | Avar x => nr e x
  | Abd k => vreal (nth_error (stk e) k)
  | Aapp h l => dhead h (dL l e) e
  | Ainv p => / dP p e
  | Afn f p => dfn f (dP p e)
  | Asum s m => sum (dS s e) (fun v => dM m (push (VR v) e))
  | Amax s p => fmax (dS s e) (fun v => dP p (push (VR v) e))
  | Ader p q => Derive (fun v => dP p (push (VR v) e)) (dP q e)
  end
with dM (m : mono) (e : env) {struct m} : R :=
  match m with
  | M1 => 1
  | Mp a k m => dA a e ^ Pos.to_nat k * dM m e
  | Me n q m => exp (Q2R q * dM n e) * dM m e
  end
with dP (p : poly) (e : env) {struct p} : R :=
  match p with P0 => 0 | Pc m c p => Q2R c * dM m e + dP p e end
with dL (l : polys) (e : env) {struct l} : list karg :=
  match l with
  | L0 => []
  | Lc n p l => existT fn n (curry n (fun xs => dP p (pre (map VR xs) e))) :: dL l e
  end
with dS (s : set) (e : env) {struct s} : fset :=
  match s with
  | Sv x => ns e x
  | Sb k => vset (nth_error (stk e) k)
  | Sf s f => filt (dS s e) (fun v => dF f (push (VR v) e))
  end
with dF (f : form) (e : env) {struct f} : Prop :=
  match f with
  | Fr r p => drel r (dP p e)
  | Fi p s => In (dP p e) (dS s e)
  | Fm f g => dF f e -> dF g e
  | Fa SReal f => forall r, dF f (push (VR r) e)
  | Fa SSet f => forall s, dF f (push (VS s) e)
  | Fa (SFn ks) f => forall g : hfn ks, dF f (push (VF ks g) e)
  end.

(* ---- comparison: Eq only for equal things *)

Definition cQ (a b : Q) : comparison :=
  match Z.compare (Qnum a) (Qnum b) with Eq => Pos.compare (Qden a) (Qden b) | c => c end.
Definition cfn (f g : fname) : comparison :=
  match f, g with
  | Flog, Flog | Fsqrt, Fsqrt | Flamb, Flamb | Fpi, Fpi => Eq
  | Flog, _ => Lt | _, Flog => Gt | Fsqrt, _ => Lt | _, Fsqrt => Gt | Flamb, _ => Lt | _, Flamb => Gt
  end.
Definition crel (f g : rel) : comparison :=
  match f, g with Rge, Rge | Rgt, Rgt | Req, Req => Eq | Rge, _ => Lt | _, Rge => Gt | Rgt, _ => Lt | _, Rgt => Gt end.
Fixpoint ckinds (a b : list nat) : comparison :=
  match a, b with
  | [], [] => Eq
  | [], _ => Lt
  | _, [] => Gt
  | n :: a, m :: b => match Nat.compare n m with Eq => ckinds a b | c => c end
  end.
Definition csort (f g : sort) : comparison :=
  match f, g with
  | SReal, SReal | SSet, SSet => Eq | SFn n, SFn m => ckinds n m
  | SReal, _ => Lt | _, SReal => Gt | SSet, _ => Lt | _, SSet => Gt
  end.
Definition chead (f g : head) : comparison :=
  match f, g with Hn x, Hn y => Pos.compare x y | Hb j, Hb k => Nat.compare j k | Hn _, _ => Lt | _, Hn _ => Gt end.
Definition tagA (a : atom) : positive :=
  match a with
  | Avar _ => 1 | Abd _ => 2 | Aapp _ _ => 3 | Ainv _ => 4 | Afn _ _ => 5 | Asum _ _ => 6 | Amax _ _ => 7 | Ader _ _ => 8
  end.
Definition tagF (f : form) : positive := match f with Fr _ _ => 1 | Fi _ _ => 2 | Fm _ _ => 3 | Fa _ _ => 4 end.

Fixpoint cA (a b : atom) {struct a} : comparison :=
  match a, b with
  | Avar x, Avar y => Pos.compare x y
  | Abd x, Abd y => Nat.compare x y
  | Aapp h l, Aapp h' l' => match chead h h' with Eq => cL l l' | c => c end
  | Ainv p, Ainv q => cP p q
  | Afn f p, Afn g q => match cfn f g with Eq => cP p q | c => c end
  | Asum s m, Asum s' m' => match cM m m' with Eq => cS s s' | c => c end
  | Amax s m, Amax s' m' => match cP m m' with Eq => cS s s' | c => c end
  | Ader p q, Ader p' q' => match cP p p' with Eq => cP q q' | c => c end
  | _, _ => Pos.compare (tagA a) (tagA b)
  end
with cM (m n : mono) {struct m} : comparison :=
  match m, n with
  | M1, M1 => Eq
  | M1, _ => Lt
  | Mp a j m, Mp b k n => match Pos.compare j k with Eq => match cA a b with Eq => cM m n | c => c end | c => c end
  | Me a j m, Me b k n => match cQ j k with Eq => match cM a b with Eq => cM m n | c => c end | c => c end
  | Mp _ _ _, Me _ _ _ => Lt
  | _, _ => Gt
  end
with cP (p q : poly) {struct p} : comparison :=
  match p, q with
  | P0, P0 => Eq
  | P0, _ => Lt
  | _, P0 => Gt
  | Pc m c p, Pc n d q => match cQ c d with Eq => match cM m n with Eq => cP p q | c => c end | c => c end
  end
with cL (p q : polys) {struct p} : comparison :=
  match p, q with
  | L0, L0 => Eq
  | L0, _ => Lt
  | _, L0 => Gt
  | Lc j m p, Lc k n q => match Nat.compare j k with Eq => match cP m n with Eq => cL p q | c => c end | c => c end
  end
with cS (s t : set) {struct s} : comparison :=
  match s, t with
  | Sv x, Sv y => Pos.compare x y
  | Sb x, Sb y => Nat.compare x y
  | Sf s f, Sf t g => match cS s t with Eq => cF f g | c => c end
  | Sv _, _ => Lt | _, Sv _ => Gt | Sb _, _ => Lt | _, Sb _ => Gt
  end
with cF (f g : form) {struct f} : comparison :=
  match f, g with
  | Fr r p, Fr r' p' => match crel r r' with Eq => cP p p' | c => c end
  | Fi p s, Fi q t => match cP p q with Eq => cS s t | c => c end
  | Fm f g, Fm f' g' => match cF f f' with Eq => cF g g' | c => c end
  | Fa s f, Fa t g => match csort s t with Eq => cF f g | c => c end
  | _, _ => Pos.compare (tagF f) (tagF g)
  end.

Lemma cQ_eq a b : cQ a b = Eq -> a = b.
Proof.
  destruct a as [n d], b as [m e]. unfold cQ. simpl.
  destruct (Z.compare_spec n m); try discriminate. intros E. apply Pos.compare_eq in E. now subst.
Qed.
Lemma cfn_eq a b : cfn a b = Eq -> a = b. Proof. destruct a, b; simpl; auto; discriminate. Qed.
Lemma crel_eq a b : crel a b = Eq -> a = b. Proof. destruct a, b; simpl; auto; discriminate. Qed.
Lemma ckinds_eq : forall a b, ckinds a b = Eq -> a = b.
Proof.
  induction a as [|n a IH]; intros [|m b] E; try discriminate E; [reflexivity|]. cbn in E.
  destruct (Nat.compare n m) eqn:C; try discriminate E. apply Nat.compare_eq in C. subst m. f_equal. now apply IH.
Qed.
Lemma csort_eq a b : csort a b = Eq -> a = b.
Proof. destruct a, b; simpl; auto; try discriminate. intros E. apply ckinds_eq in E. now subst. Qed.
Lemma chead_eq a b : chead a b = Eq -> a = b.
Proof.
  destruct a, b; simpl; auto; try discriminate; intros E;
    [apply Pos.compare_eq in E|apply Nat.compare_eq in E]; now subst.
Qed.

Lemma cmp_eq :
  (forall a b, cA a b = Eq -> a = b) /\ (forall m n, cM m n = Eq -> m = n) /\ (forall p q, cP p q = Eq -> p = q) /\
  (forall l k, cL l k = Eq -> l = k) /\ (forall s t, cS s t = Eq -> s = t) /\ (forall f g, cF f g = Eq -> f = g).
Proof.
  apply syntax_ind; intros;
    match goal with E : _ ?x ?y = Eq |- ?x = ?y => destruct y; cbn in E; try discriminate E end;
    repeat match goal with
    | E : match ?c with Eq => _ | _ => _ end = Eq |- _ => let C := fresh "C" in destruct c eqn:C; try discriminate E
    end;
    repeat match goal with
    | H : forall x, ?c ?y x = Eq -> _, E : ?c ?y ?z = Eq |- _ => apply H in E; clear H
    | E : Pos.compare _ _ = Eq |- _ => apply Pos.compare_eq in E
    | E : Nat.compare _ _ = Eq |- _ => apply Nat.compare_eq in E
    | E : cQ _ _ = Eq |- _ => apply cQ_eq in E
    | E : cfn _ _ = Eq |- _ => apply cfn_eq in E
    | E : crel _ _ = Eq |- _ => apply crel_eq in E
    | E : csort _ _ = Eq |- _ => apply csort_eq in E
    | E : chead _ _ = Eq |- _ => apply chead_eq in E
    end; subst; reflexivity.
Qed.

Definition cA_eq := proj1 cmp_eq.
Definition cM_eq := proj1 (proj2 cmp_eq).
Definition cP_eq := proj1 (proj2 (proj2 cmp_eq)).
Definition cS_eq := proj1 (proj2 (proj2 (proj2 (proj2 cmp_eq)))).
Definition cF_eq := proj2 (proj2 (proj2 (proj2 (proj2 cmp_eq)))).

Definition eqF (f g : form) : bool := match cF f g with Eq => true | _ => false end.
Definition eqP (f g : poly) : bool := match cP f g with Eq => true | _ => false end.
Definition eqS (f g : set) : bool := match cS f g with Eq => true | _ => false end.
Lemma eqF_eq f g : eqF f g = true -> f = g.
Proof. unfold eqF. destruct (cF f g) eqn:E; try discriminate. intros _. now apply cF_eq. Qed.
Lemma eqP_eq f g : eqP f g = true -> f = g.
Proof. unfold eqP. destruct (cP f g) eqn:E; try discriminate. intros _. now apply cP_eq. Qed.
Lemma eqS_eq f g : eqS f g = true -> f = g.
Proof. unfold eqS. destruct (cS f g) eqn:E; try discriminate. intros _. now apply cS_eq. Qed.

(* ---- rational coefficients, kept in lowest terms *)

Definition qadd (a b : Q) : Q :=
  match a, b with
  | Qmake n 1, Qmake m 1 => Qmake (n + m) 1
  | _, _ => Qred (Qplus a b)
  end.
Definition qmul (a b : Q) : Q :=
  match a, b with
  | Qmake n 1, Qmake m 1 => Qmake (n * m) 1
  | _, _ => Qred (Qmult a b)
  end.
Definition qzero (a : Q) : bool := match Qnum a with Z0 => true | _ => false end.

Lemma Q2R_red a : Q2R (Qred a) = Q2R a.
Proof. apply Qeq_eqR, Qred_correct. Qed.
Lemma Q2R_int n : Q2R (Qmake n 1) = IZR n.
Proof. unfold Q2R. simpl. lra. Qed.
Lemma qadd_ok a b : Q2R (qadd a b) = Q2R a + Q2R b.
Proof.
  destruct a as [n [d|d|]], b as [m [e|e|]]; unfold qadd; try (rewrite Q2R_red; apply Q2R_plus).
  rewrite !Q2R_int. apply plus_IZR.
Qed.
Lemma qmul_ok a b : Q2R (qmul a b) = Q2R a * Q2R b.
Proof.
  destruct a as [n [d|d|]], b as [m [e|e|]]; unfold qmul; try (rewrite Q2R_red; apply Q2R_mult).
  rewrite !Q2R_int. apply mult_IZR.
Qed.
Lemma qzero_ok a : qzero a = true -> Q2R a = 0.
Proof. destruct a as [[|n|n] d]; try discriminate. intros _. unfold Q2R. simpl. lra. Qed.
Lemma Q2R_1 : Q2R 1 = 1. Proof. apply Q2R_int. Qed.
Lemma Q2R_m1 : Q2R (-1) = -1. Proof. apply Q2R_int. Qed.

(* ---- monomials and polynomials *)

Fixpoint mmul (m : mono) : mono -> mono :=
  fix aux (n : mono) : mono :=
    match m, n with
    | M1, _ => n
    | _, M1 => m
    | Mp a k m', Mp b j n' =>
        match cA a b with
        | Eq => Mp a (k + j) (mmul m' n')
        | Lt => Mp a k (mmul m' n)
        | Gt => Mp b j (aux n')
        end
    | Mp a k m', Me _ _ _ => Mp a k (mmul m' n)
    | Me _ _ _, Mp b j n' => Mp b j (aux n')
    | Me a k m', Me b j n' =>
        match cM a b with
        | Eq => let s := qadd k j in if qzero s then mmul m' n' else Me a s (mmul m' n')
        | Lt => Me a k (mmul m' n)
        | Gt => Me b j (aux n')
        end
    end.

Fixpoint padd (p : poly) : poly -> poly :=
  fix aux (q : poly) : poly :=
    match p, q with
    | P0, _ => q
    | _, P0 => p
    | Pc m c p', Pc n d q' =>
        match cM m n with
        | Eq => let s := qadd c d in if qzero s then padd p' q' else Pc m s (padd p' q')
        | Lt => Pc m c (padd p' q)
        | Gt => Pc n d (aux q')
        end
    end.

Definition pm (m : mono) (c : Q) : poly := Pc m c P0.
Definition pconst (c : Q) : poly := if qzero c then P0 else pm M1 c.
Definition pA (a : atom) : poly := pm (Mp a 1 M1) 1.
Definition pone := pm M1 1.

Fixpoint pscale0 (c : Q) (p : poly) : poly :=
  match p with P0 => P0 | Pc m d p => Pc m (qmul c d) (pscale0 c p) end.
Definition pscale (c : Q) (p : poly) : poly := if qzero c then P0 else pscale0 c p.
Definition psub (p q : poly) := padd p (pscale0 (-1) q).

Fixpoint pmul1 (m : mono) (c : Q) (q : poly) : poly :=
  match q with P0 => P0 | Pc n d q => padd (pm (mmul m n) (qmul c d)) (pmul1 m c q) end.
Definition pmulm (m : mono) (c : Q) (q : poly) : poly := match m with M1 => pscale c q | _ => pmul1 m c q end.
Fixpoint pmul (p q : poly) : poly :=
  match p with
  | P0 => P0
  | Pc m c P0 => pmulm m c q
  | Pc m c p => padd (pmulm m c q) (pmul p q)
  end.
Fixpoint ppow_pos (p : poly) (k : positive) : poly :=
  match k with
  | xH => p
  | xO k => let r := ppow_pos p k in pmul r r
  | xI k => let r := ppow_pos p k in pmul p (pmul r r)
  end.
Fixpoint mexp (q : Q) (p : poly) : mono :=  (* exp(q p) *)
  match p with P0 => M1 | Pc m c p => mmul (Me m (qmul q c) M1) (mexp q p) end.
Definition pexp (q : Q) (p : poly) : poly := pm (mexp q p) 1.
Definition pinv (p : poly) : poly :=
  match p with
  | Pc M1 c P0 => if qzero c then pA (Ainv p) else pm M1 (Qinv c)
  | _ => pA (Ainv p)
  end.

Lemma mmul_ok : forall m n e, dM (mmul m n) e = dM m e * dM n e.
Proof.
  fix IH 1. intros m. destruct m as [|a k m|a k m].
  - intros n e. destruct n; simpl; lra.
  - fix IHn 1. intros n e. destruct n as [|b j n|b j n].
    + simpl. lra.
    + pose proof (IHn n e) as J. simpl in *. destruct (cA a b) eqn:C.
      * apply cA_eq in C. subst b. simpl. rewrite IH, Pos2Nat.inj_add, pow_add. ring.
      * simpl. rewrite IH. simpl. ring.
      * simpl. rewrite J. ring.
    + simpl. rewrite IH. simpl. ring.
  - fix IHn 1. intros n e. destruct n as [|b j n|b j n].
    + simpl. lra.
    + pose proof (IHn n e) as J. simpl in *. rewrite J. ring.
    + pose proof (IHn n e) as J. simpl in *. destruct (cM a b) eqn:C.
      * apply cM_eq in C. subst b.
        assert (E : exp (Q2R (qadd k j) * dM a e) = exp (Q2R k * dM a e) * exp (Q2R j * dM a e))
          by (rewrite qadd_ok, <- exp_plus; f_equal; ring).
        destruct (qzero (qadd k j)) eqn:Z.
        -- rewrite IH. apply qzero_ok in Z. rewrite Z, Rmult_0_l, exp_0 in E.
           transitivity (1 * (dM m e * dM n e)); [ring|]. rewrite E. ring.
        -- simpl. rewrite IH, E. ring.
      * simpl. rewrite IH. simpl. ring.
      * simpl. rewrite J. ring.
Qed.

Lemma padd_ok : forall p q e, dP (padd p q) e = dP p e + dP q e.
Proof.
  fix IH 1. intros p. destruct p as [|m c p].
  - intros q e. destruct q; simpl; lra.
  - fix IHq 1. intros q e. destruct q as [|n d q].
    + simpl. lra.
    + pose proof (IHq q e) as J. simpl in *. destruct (cM m n) eqn:C.
      * apply cM_eq in C. subst n. destruct (qzero (qadd c d)) eqn:Z.
        -- apply qzero_ok in Z. rewrite qadd_ok in Z. rewrite IH.
           replace (Q2R d) with (- Q2R c) by lra. ring.
        -- simpl. rewrite IH, qadd_ok. ring.
      * simpl. rewrite IH. simpl. ring.
      * simpl. rewrite J. ring.
Qed.

Arguments padd : simpl never.
Arguments mmul : simpl never.
Lemma pm_ok m c e : dP (pm m c) e = Q2R c * dM m e. Proof. simpl. ring. Qed.
Lemma pA_ok a e : dP (pA a) e = dA a e. Proof. simpl. rewrite Q2R_1. ring. Qed.
Lemma pconst_ok c e : dP (pconst c) e = Q2R c.
Proof. unfold pconst. destruct (qzero c) eqn:Z; simpl; [apply qzero_ok in Z|]; lra. Qed.
Lemma pone_ok e : dP pone e = 1. Proof. simpl. rewrite Q2R_1. ring. Qed.
Lemma pscale0_ok c : forall p e, dP (pscale0 c p) e = Q2R c * dP p e.
Proof.
  fix IH 1. intros [|m d p] e; simpl; [ring|]. rewrite IH, qmul_ok. ring.
Qed.
Lemma pscale_ok c p e : dP (pscale c p) e = Q2R c * dP p e.
Proof. unfold pscale. destruct (qzero c) eqn:Z; [apply qzero_ok in Z; rewrite Z; simpl; ring|apply pscale0_ok]. Qed.
Lemma psub_ok p q e : dP (psub p q) e = dP p e - dP q e.
Proof. unfold psub. rewrite padd_ok, pscale0_ok, Q2R_m1. ring. Qed.
Lemma pmul1_ok m c : forall q e, dP (pmul1 m c q) e = Q2R c * dM m e * dP q e.
Proof.
  fix IH 1. intros [|n d q] e; simpl; [ring|]. rewrite padd_ok, IH. simpl. rewrite mmul_ok, qmul_ok. ring.
Qed.
Lemma pmulm_ok m c q e : dP (pmulm m c q) e = Q2R c * dM m e * dP q e.
Proof. destruct m; simpl; rewrite ?pscale_ok, ?pmul1_ok; simpl; ring. Qed.
Lemma pmul_ok : forall p q e, dP (pmul p q) e = dP p e * dP q e.
Proof.
  fix IH 1. intros [|m c p] q e; [simpl; ring|]. specialize (IH p q e). destruct p as [|n d p].
  - change (pmul (Pc m c P0) q) with (pmulm m c q). rewrite pmulm_ok. simpl. ring.
  - change (pmul (Pc m c (Pc n d p)) q) with (padd (pmulm m c q) (pmul (Pc n d p) q)).
    rewrite padd_ok, IH, pmulm_ok. simpl. ring.
Qed.
Arguments pmul : simpl never.
Arguments pmulm : simpl never.
Lemma ppow_ok p k e : dP (ppow_pos p k) e = dP p e ^ Pos.to_nat k.
Proof.
  induction k; simpl ppow_pos.
  - rewrite !pmul_ok, IHk, Pos2Nat.inj_xI. cbn [pow]. replace (2 * Pos.to_nat k)%nat with (Pos.to_nat k + Pos.to_nat k)%nat by lia.
    rewrite pow_add. ring.
  - rewrite !pmul_ok, IHk, Pos2Nat.inj_xO. replace (2 * Pos.to_nat k)%nat with (Pos.to_nat k + Pos.to_nat k)%nat by lia.
    rewrite pow_add. ring.
  - simpl. ring.
Qed.
Lemma mexp_ok q : forall p e, dM (mexp q p) e = exp (Q2R q * dP p e).
Proof.
  fix IH 1. intros [|m c p] e; simpl; [rewrite Rmult_0_r, exp_0; auto|].
  rewrite mmul_ok, IH. simpl. rewrite qmul_ok, Rmult_1_r, <- exp_plus. f_equal. ring.
Qed.
Lemma pexp_ok q p e : dP (pexp q p) e = exp (Q2R q * dP p e).
Proof. unfold pexp. rewrite pm_ok, Q2R_1, mexp_ok. ring. Qed.
Lemma pinv_ok p e : dP (pinv p) e = / dP p e.
Proof.
  unfold pinv. destruct p as [|[|a k m|a k m] c [|n d p]]; try apply pA_ok.
  destruct (qzero c) eqn:Z; [apply pA_ok|]. rewrite pm_ok. simpl.
  rewrite Rmult_1_r. rewrite Qreals.Q2R_inv. - f_equal. ring.
  - intros H. unfold Qeq in H. destruct c as [[|n|n] d]; simpl in *; discriminate.
Qed.
Arguments pA : simpl never.
Arguments pm : simpl never.
Arguments pone : simpl never.
Arguments pconst : simpl never.
Arguments pinv : simpl never.
Arguments pexp : simpl never.
Arguments ppow_pos : simpl never.
Arguments pscale : simpl never.
Arguments psub : simpl never.
Global Opaque pA pm pone pconst pinv pexp ppow_pos pscale psub padd pmul mmul pmulm.
