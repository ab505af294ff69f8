(* Integrals over all arrays of given sizes with entries between two numbers, as a reader has them: one Riemann integral
   for each entry.  And how they are enclosed: the cube is cut into boxes, on each of which the integrand is near to an
   affine function, whose integral is its value in the middle times the volume. *)
From Coq Require Import Reals QArith Qreals List Lia Lra.
From Coquelicot Require Import Coquelicot.
From Varproof Require Import Naturals.
Import ListNotations.
Close Scope Q_scope.
Open Scope R_scope.

(* ---- what a reader means *)

(* over the first variable, from the first pair of limits, of what is integrated over the others *)
Fixpoint iterated (limits : list (R * R)) (F : list R -> R) : R :=
  match limits with [] => F [] | (a, b) :: limits => RInt (fun x => iterated limits (fun l => F (x :: l))) a b end.
(* the array of the numbers in a list, row by row *)
Fixpoint filled (ns : list nat) (k : nat) (l : list R) : iarr (length ns) :=
  match ns with [] => nth k l 0 | n :: ns => fun i => filled ns (k * n + i) l end.
Definition integral (ns : list nat) (low high : R) (F : iarr (length ns) -> R) : R :=
  iterated (repeat (low, high) (fold_right Nat.mul 1%nat ns)) (fun l => F (filled ns 0 l)).

(* ---- Lipschitz functions of n variables: their integrals exist *)

Fixpoint distance (x y : list R) : R :=
  match x, y with a :: x, b :: y => Rabs (a - b) + distance x y | _, _ => 0 end.
Definition lipschitz (n : nat) (F : list R -> R) : Prop :=
  exists L, 0 <= L /\ forall x y, length x = n -> length y = n -> Rabs (F x - F y) <= L * distance x y.

Lemma distance_self x : distance x x = 0.
Proof. induction x as [|a x IH]; cbn; [reflexivity|]. rewrite IH, Rminus_diag_eq, Rabs_R0 by reflexivity. lra. Qed.
Lemma distance_pos x : forall y, 0 <= distance x y.
Proof. induction x as [|a x IH]; intros [|b y]; cbn; try lra. specialize (IH y). pose proof (Rabs_pos (a - b)). lra. Qed.

Lemma lipschitz_const n c : lipschitz n (fun _ => c).
Proof. exists 0. split; [lra|]. intros. rewrite Rminus_diag_eq, Rabs_R0 by reflexivity. lra. Qed.
Lemma lipschitz_ext n F G : (forall x, length x = n -> F x = G x) -> lipschitz n F -> lipschitz n G.
Proof. intros E [L [P H]]. exists L. split; [exact P|]. intros x y X Y. rewrite <- !E by assumption. auto. Qed.
Lemma lipschitz_plus n F G : lipschitz n F -> lipschitz n G -> lipschitz n (fun x => F x + G x).
Proof.
  intros [L [P H]] [M [Q K]]. exists (L + M). split; [lra|]. intros x y X Y. specialize (H x y X Y). specialize (K x y X Y).
  replace (F x + G x - (F y + G y)) with ((F x - F y) + (G x - G y)) by ring.
  pose proof (Rabs_triang (F x - F y) (G x - G y)). lra.
Qed.
Lemma lipschitz_scale n c F : lipschitz n F -> lipschitz n (fun x => c * F x).
Proof.
  intros [L [P H]]. exists (Rabs c * L). pose proof (Rabs_pos c). split; [now apply Rmult_le_pos|]. intros x y X Y.
  replace (c * F x - c * F y) with (c * (F x - F y)) by ring. rewrite Rabs_mult, Rmult_assoc.
  apply Rmult_le_compat_l; auto.
Qed.
Lemma lipschitz_max n F G : lipschitz n F -> lipschitz n G -> lipschitz n (fun x => Rmax (F x) (G x)).
Proof.
  intros [L [P H]] [M [Q K]]. exists (L + M). split; [lra|]. intros x y X Y. specialize (H x y X Y). specialize (K x y X Y).
  pose proof (Rmult_le_pos _ _ P (distance_pos x y)). pose proof (Rmult_le_pos _ _ Q (distance_pos x y)).
  rewrite Rmult_plus_distr_r. unfold Rmax, Rabs in *.
  repeat match goal with
  | |- context [Rle_dec ?a ?b] => destruct (Rle_dec a b)
  | |- context [Rcase_abs ?a] => destruct (Rcase_abs a)
  | A : context [Rcase_abs ?a] |- _ => destruct (Rcase_abs a)
  end; lra.
Qed.
Lemma lipschitz_entry n k : lipschitz n (fun x => nth k x 0).
Proof.
  exists 1. split; [lra|]. intros x y X Y. rewrite Rmult_1_l. subst n. revert k y Y.
  induction x as [|a x IH]; intros k [|b y] E; try discriminate E.
  - cbn. destruct k; rewrite Rminus_diag_eq, Rabs_R0 by reflexivity; lra.
  - injection E as E. destruct k as [|k]; cbn [nth distance].
    + pose proof (distance_pos x y). lra.
    + specialize (IH k y E). pose proof (Rabs_pos (a - b)). lra.
Qed.
Lemma lipschitz_cons n F v : lipschitz (S n) F -> lipschitz n (fun l => F (v :: l)).
Proof.
  intros [L [P H]]. exists L. split; [exact P|]. intros x y X Y.
  specialize (H (v :: x) (v :: y)). cbn in H. rewrite (Rminus_diag_eq v v eq_refl), Rabs_R0, Rplus_0_l in H.
  apply H; congruence.
Qed.

(* ---- boxes *)

Definition ordered (box : list (R * R)) : Prop := List.Forall (fun s : R * R => fst s <= snd s) box.
Definition inside (box : list (R * R)) (x : list R) : Prop := Forall2 (fun (s : R * R) v => fst s <= v <= snd s) box x.
Definition volume (box : list (R * R)) : R := fold_right (fun (s : R * R) v => (snd s - fst s) * v) 1 box.

Lemma volume_pos box : ordered box -> 0 <= volume box.
Proof. induction 1; cbn; [lra|]. apply Rmult_le_pos; [lra|assumption]. Qed.

Lemma inside_length box x : inside box x -> length box = length x.
Proof. induction 1; cbn; congruence. Qed.

Lemma continuous_lipschitz (f : R -> R) L x : 0 <= L -> (forall v w, Rabs (f v - f w) <= L * Rabs (v - w)) -> continuous f x.
Proof.
  intros P H. apply continuity_pt_filterlim. intros e E. exists (e / (L + 1)).
  assert (0 < e / (L + 1)) as D by (apply Rdiv_lt_0_compat; lra). split; [exact D|].
  intros v [_ K]. cbn in *. unfold R_dist in *. apply Rle_lt_trans with (1 := H v x).
  apply Rle_lt_trans with (L * (e / (L + 1))); [apply Rmult_le_compat_l; lra|].
  apply (Rmult_lt_reg_r (L + 1)); [lra|]. replace (L * (e / (L + 1)) * (L + 1)) with (L * e) by (field; lra). lra.
Qed.

(* functions that are near have integrals that are near; so what is integrated over some variables is Lipschitz in the
   others, and is integrable *)
Definition near (box : list (R * R)) (F G : list R -> R) (e : R) : Prop := forall x, inside box x -> Rabs (F x - G x) <= e.

Lemma near_cons a b box F G e v : a <= v <= b -> near ((a, b) :: box) F G e ->
  near box (fun l => F (v :: l)) (fun l => G (v :: l)) e.
Proof. intros V N x X. apply N. now constructor. Qed.

Lemma iterated_facts box : ordered box ->
  (forall F G e, lipschitz (length box) F -> lipschitz (length box) G -> near box F G e ->
    Rabs (iterated box F - iterated box G) <= volume box * e) /\
  (forall F x a b, lipschitz (S (length box)) F -> continuous (fun v => iterated box (fun l => F (v :: l))) x /\
    ex_RInt (fun v => iterated box (fun l => F (v :: l))) a b).
Proof.
  intros O. induction O as [|[a b] box C O IH].
  - assert (C : forall F x, lipschitz 1 F -> continuous (fun v : R => iterated [] (fun l => F (v :: l))) x).
    { intros F x [L [P H]]. apply (continuous_lipschitz _ L); [exact P|]. intros v w.
      specialize (H [v] [w] eq_refl eq_refl). cbn in *. now rewrite Rplus_0_r in H. }
    split.
    + intros F G e _ _ N. cbn. rewrite Rmult_1_l. apply N. constructor.
    + intros F x a b L. split; [now apply C|]. apply (ex_RInt_continuous (V := R_CompleteNormedModule)). intros; now apply C.
  - cbn [fst snd] in C. destruct IH as [N I].
    assert (A : forall F G e, lipschitz (S (length box)) F -> lipschitz (S (length box)) G -> near ((a, b) :: box) F G e ->
      Rabs (iterated ((a, b) :: box) F - iterated ((a, b) :: box) G) <= volume ((a, b) :: box) * e).
    { intros F G e LF LG E. cbn [iterated volume fold_right fst snd]. fold (volume box). cbn [length] in *.
      set (f := fun v => iterated box (fun l => F (v :: l))). set (g := fun v => iterated box (fun l => G (v :: l))).
      assert (If : ex_RInt f a b) by now apply I. assert (Ig : ex_RInt g a b) by now apply I.
      change (RInt f a b - RInt g a b) with (minus (RInt f a b) (RInt g a b)).
      rewrite <- (RInt_minus (V := R_CompleteNormedModule) f g) by assumption. rewrite Rmult_assoc. apply abs_RInt_le_const; [exact C|now apply @ex_RInt_minus|].
      intros v V. apply N; try now apply lipschitz_cons. now apply (near_cons a b). }
    split; [exact A|].
    assert (K : forall F x, lipschitz (S (S (length box))) F -> continuous (fun v => iterated ((a, b) :: box) (fun l => F (v :: l))) x).
    { intros F x LF. pose proof LF as [L [P H]].
      apply (continuous_lipschitz _ (volume ((a, b) :: box) * L)).
      - apply Rmult_le_pos; [apply volume_pos; now constructor|exact P].
      - intros v w. rewrite Rmult_assoc. apply A; try now apply lipschitz_cons.
        intros y Y. apply inside_length in Y. cbn in Y.
        specialize (H (v :: y) (w :: y)). cbn in H. rewrite distance_self, Rplus_0_r in H. apply H; congruence. }
    intros F x c d LF. split; [now apply K|]. apply (ex_RInt_continuous (V := R_CompleteNormedModule)). intros; now apply K.
Qed.
Lemma iterated_near box F G e : ordered box -> lipschitz (length box) F -> lipschitz (length box) G -> near box F G e ->
  Rabs (iterated box F - iterated box G) <= volume box * e.
Proof. intros O. now apply (iterated_facts box O). Qed.
Lemma iterated_integrable box F a b : ordered box -> lipschitz (S (length box)) F ->
  ex_RInt (fun v => iterated box (fun l => F (v :: l))) a b.
Proof. intros O L. now apply (iterated_facts box O). Qed.
Lemma iterated_ext box : forall F G, (forall x, F x = G x) -> iterated box F = iterated box G.
Proof. induction box as [|[a b] box IH]; intros F G E; cbn [iterated]; [apply E|]. apply (RInt_ext (V := R_CompleteNormedModule)). intros v _. apply IH. intros; apply E. Qed.

(* a box is cut across one of its sides *)
Lemma iterated_cut before : forall a m b after F,
  ordered (before ++ (a, m) :: after) -> ordered (before ++ (m, b) :: after) -> lipschitz (length (before ++ (a, b) :: after)) F ->
  iterated (before ++ (a, b) :: after) F = iterated (before ++ (a, m) :: after) F + iterated (before ++ (m, b) :: after) F.
Proof.
  induction before as [|[c d] before IH]; intros a m b after F O1 O2 L; cbn [app iterated].
  - inversion O1. cbn in L. symmetry. apply (RInt_Chasles (V := R_CompleteNormedModule)); now apply iterated_integrable.
  - inversion O1. inversion O2. cbn [app length] in L.
    assert (E : forall s t, length (before ++ s :: after) = length (before ++ t :: after)) by (intros; now rewrite !app_length).
    rewrite <- (RInt_plus (V := R_CompleteNormedModule)).
    + apply RInt_ext. intros v _. apply IH; try assumption. now apply lipschitz_cons.
    + apply iterated_integrable; [assumption|]. now rewrite (E _ (a, b)).
    + apply iterated_integrable; [assumption|]. now rewrite (E _ (a, b)).
Qed.

(* ---- boxes by middles and radii, affine functions on them *)

Definition ends (s : Q * Q) : R * R := (Q2R (fst s) - Q2R (snd s), Q2R (fst s) + Q2R (snd s)).
Definition sides := map ends.
(* sum of c_i (x_i - m_i) *)
Fixpoint linear (box : list (Q * Q)) (slopes : list Q) (x : list R) : R :=
  match box, slopes, x with
  | (m, _) :: box, c :: slopes, v :: x => Q2R c * (v - Q2R m) + linear box slopes x
  | _, _, _ => 0
  end.
Lemma lipschitz_linear box : forall slopes, lipschitz (length box) (linear box slopes).
Proof.
  induction box as [|[m r] box IH]; intros slopes; [apply lipschitz_const|].
  destruct slopes as [|c slopes]; [apply lipschitz_const|]. destruct (IH slopes) as [L [P H]].
  exists (Rabs (Q2R c) + L). pose proof (Rabs_pos (Q2R c)). split; [lra|].
  intros [|v x] [|w y] X Y; try discriminate. injection X as X. injection Y as Y. cbn. specialize (H x y X Y).
  replace (_ - _) with (Q2R c * (v - w) + (linear box slopes x - linear box slopes y)) by ring.
  pose proof (Rabs_triang (Q2R c * (v - w)) (linear box slopes x - linear box slopes y)) as T. rewrite Rabs_mult in T.
  pose proof (distance_pos x y) as D. pose proof (Rmult_le_pos _ _ (Rabs_pos (Q2R c)) D).
  pose proof (Rmult_le_pos _ _ P (Rabs_pos (v - w))).
  rewrite Rmult_plus_distr_r, !Rmult_plus_distr_l. lra.
Qed.
Lemma iterated_affine box : forall slopes c, iterated (sides box) (fun x => c + linear box slopes x) = volume (sides box) * c.
Proof.
  induction box as [|[m r] box IH]; intros slopes c; cbn [sides map ends iterated volume fold_right fst snd].
  - cbn. ring.
  - fold (sides box). fold (volume (sides box)). destruct slopes as [|s slopes].
    + rewrite (RInt_ext _ (fun _ => volume (sides box) * c)).
      * rewrite RInt_const. unfold scal. cbn. unfold mult. cbn. ring.
      * intros v _. rewrite <- (IH []). apply iterated_ext. intros x. cbn. destruct box as [|[? ?] ?]; reflexivity.
    + rewrite (RInt_ext _ (fun v => volume (sides box) * (c + Q2R s * (v - Q2R m)))).
      * apply is_RInt_unique. set (V := volume (sides box)).
        pose (P := fun v => V * (c * v + Q2R s * ((v - Q2R m) * (v - Q2R m) / 2))).
        replace (_ * V * c) with (minus (P (Q2R m + Q2R r)) (P (Q2R m - Q2R r)))
          by (unfold P, minus, plus, opp; cbn; field).
        apply (is_RInt_derive P); unfold P.
        -- intros v _. auto_derive; [exact I|field].
        -- intros v _. apply continuity_pt_filterlim. reg.
      * intros v _. rewrite <- (IH slopes). apply iterated_ext. intros x. cbn. ring.
Qed.
