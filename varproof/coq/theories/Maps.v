(* Maps that take arrays: for a reader they depend on the entries of these alone, and the kernel is told so. *)
From Coq Require Import Reals List Bool PArith Arith Lia Lra FunctionalExtensionality.
From Varproof Require Import Finite Naturals Term Substitution Derivative Rules Language.
Import ListNotations.
Open Scope R_scope.

(* ---- an array in the kernel: a bound function at the indices that are bound last, from inside or from outside *)

Definition numbers (xs : list R) : list karg := map number xs.
Lemma ups_ok xs : forall ys e, dL (ups (length ys) (length xs)) (pre (map VR (ys ++ xs)) e) = numbers xs.
Proof.
  induction xs as [|x xs IH]; intros ys e; [reflexivity|]. cbn [length ups dL numbers map curry]. rewrite pre_nil. f_equal.
  - rewrite pA_ok. cbn [dA pre stk]. rewrite nth_pre1 by (rewrite map_length, app_length; cbn; lia).
    rewrite map_app, nth_error_app2 by (rewrite map_length; lia). rewrite map_length, Nat.sub_diag. reflexivity.
  - specialize (IH (ys ++ [x]) e). rewrite app_length, Nat.add_comm, <- app_assoc in IH. exact IH.
Qed.
Lemma downs_ok xs : forall e, dL (downs (length xs)) (pre (rev (map VR xs)) e) = numbers xs.
Proof.
  induction xs as [|x xs IH]; intros e; [reflexivity|]. cbn [length downs dL numbers map curry rev]. rewrite pre_nil. f_equal.
  - rewrite pA_ok. cbn [dA pre stk]. rewrite nth_pre1 by (rewrite app_length, rev_length, map_length; cbn; lia).
    rewrite nth_error_app2 by (rewrite rev_length, map_length; lia). rewrite rev_length, map_length, Nat.sub_diag. reflexivity.
  - rewrite <- pre_pre. exact (IH (pre [VR x] e)).
Qed.
Definition entry_of (e : env) (v : nat) (xs : list R) : R := vfun (nth_error (stk e) v) (numbers xs).
Lemma entry_up e v xs :
  dP (pA (Aapp (Hb (length xs + v)) (ups 0 (length xs)))) (pre (map VR xs) e) = entry_of e v xs.
Proof.
  rewrite pA_ok. cbn [dA dhead]. pose proof (ups_ok xs [] e) as U. cbn [length app] in U. rewrite U. clear U.
  cbn [pre stk]. rewrite nth_pre2 by (rewrite map_length; lia).
  rewrite map_length. now replace (length xs + v - length xs)%nat with v by lia.
Qed.
Lemma entry_down e v xs :
  dP (pA (Aapp (Hb (length xs + v)) (downs (length xs)))) (pre (rev (map VR xs)) e) = entry_of e v xs.
Proof.
  rewrite pA_ok. cbn [dA dhead]. rewrite (downs_ok xs e). cbn [pre stk]. rewrite nth_pre2 by (rewrite rev_length, map_length; lia).
  rewrite rev_length, map_length. now replace (length xs + v - length xs)%nat with v by lia.
Qed.

(* ---- the hypothesis that a reader has gives that of the kernel *)

Fixpoint below (n : positive -> nat) (ss : list positive) (is : list nat) : Prop :=
  match ss, is with [], [] => True | s :: ss, i :: is => (i < n s)%nat /\ below n ss is | _, _ => False end.
Lemma below_length n ss : forall is, below n ss is -> length is = length ss.
Proof. induction ss as [|s ss IH]; intros [|i is] H; try destruct H; [reflexivity|]. cbn. f_equal. now apply IH. Qed.

Section Dependence.
Variable n : positive -> nat.
Definition sized (e : env) : Prop := forall s, ns e s = upto (n s).

Lemma each_ok ss f : forall e, sized e -> dF (each ss f) e ->
  forall is, below n ss is -> dF f (pre (rev (map VR (map INR is))) e).
Proof.
  induction ss as [|s ss IH]; intros e S H [|i is] B; try destruct B; cbn [each] in H.
  - cbn. now rewrite pre_nil.
  - rewrite every_ok in H. cbn [map rev]. rewrite <- pre_pre. apply (IH (push (VR (INR i)) e)); [exact S| |assumption].
    apply H. cbn [dS]. rewrite S. now apply upto_INR.
Qed.
Lemma alike_of ss : forall F G : list nat -> R, (forall is, below n ss is -> F is = G is) ->
  alike n ss (icurry (length ss) F) (icurry (length ss) G).
Proof.
  induction ss as [|s ss IH]; intros F G H; [now apply H|]. intros i Hi. apply IH. intros is B. apply H. now split.
Qed.

Definition kind_of_part (p : part) : kind := match p with DX => KR | DI _ => KI | DA ss => KA (length ss) end.

Lemma sides_agree Q e : sized e -> forall ps v F G,
  (forall f, In f (insides Q ps v) -> dF f e) -> (forall f, In f (sames Q ps v) -> dF f e) -> depends n ps F G ->
  let ks := map kind_of_part ps in
  fit_all ks (dL (side Q 0 ps v) e) /\ fit_all ks (dL (side Q 1 ps v) e) /\
  F (lowers ks (dL (side Q 0 ps v) e)) = G (lowers ks (dL (side Q 1 ps v) e)).
Proof.
  intros S. induction ps as [|p ps IH]; intros v F G I J D; [cbn in *; tauto|].
  destruct p as [|s|ss]; cbn [side insides sames width depends map kind_of_part] in *.
  - cbn [dL curry fit_all fit lowers lower knum projT1 projT2 ap]. rewrite pre_nil. set (x := dP _ e).
    destruct (IH (1 + v)%nat _ _ I J (D x)) as (A & B & C). repeat split; eauto; exists x; reflexivity.
  - cbn [dL curry fit_all fit lowers lower knum projT1 projT2 ap]. rewrite pre_nil.
    assert (E : exists i, (i < n s)%nat /\ dP (pA (Abd (at_level Q v))) e = INR i).
    { apply in_upto. rewrite <- S. exact (I _ (or_introl eq_refl)). }
    destruct E as [i [Hi ->]]. rewrite idx_INR.
    destruct (IH (1 + v)%nat _ _ (fun f K => I f (or_intror K)) J (D i Hi)) as (A & B & C).
    repeat split; eauto; exists i; reflexivity.
  - cbn [dL fit_all fit lowers lower projT1 projT2].
    assert (L : forall w, icurry (length ss) (fun is => ap (length ss) (curry (length ss) (fun xs =>
        dP (pA (Aapp (Hb (length ss + w)) (ups 0 (length ss)))) (pre (map VR xs) e))) (map INR is)) =
      icurry (length ss) (fun is => entry_of e w (map INR is))).
    { intros w. apply icurry_ext. intros is E. rewrite ap_curry by (rewrite map_length; exact E).
      rewrite <- E, <- (map_length INR is). apply entry_up. }
    rewrite !L. rewrite Nat.add_0_r, (Nat.add_comm v 1).
    assert (K : alike n ss (icurry (length ss) (fun is => entry_of e (at_level Q v) (map INR is)))
                      (icurry (length ss) (fun is => entry_of e (at_level Q (1 + v)) (map INR is)))).
    { apply alike_of. intros is B. pose proof (each_ok _ _ e S (J _ (or_introl eq_refl)) is B) as T.
      rewrite equal_ok in T. rewrite <- (below_length _ _ _ B), <- (map_length INR is) in T.
      now rewrite !entry_down in T. }
    destruct (IH (2 + v)%nat _ _ I (fun f K => J f (or_intror K)) (D _ _ K)) as (A & B & C).
    repeat split; eauto.
Qed.
End Dependence.

Lemma quantified_ok ps f : forall e, (forall vs, dF f (pre vs e)) -> dF (quantified ps f) e.
Proof.
  induction ps as [|p ps IH]; intros e H; cbn [quantified].
  - rewrite <- (pre_nil e). apply H.
  - destruct p as [|s|ss]; cbn [dF].
    + intros r. apply IH. intros vs. change (push (VR r) e) with (pre [VR r] e). rewrite pre_pre. apply H.
    + intros r. apply IH. intros vs. change (push (VR r) e) with (pre [VR r] e). rewrite pre_pre. apply H.
    + intros a b. apply IH. intros vs.
      change (push (VF (repeat O (length ss)) b) (push (VF (repeat O (length ss)) a) e)) with
        (pre [VF (repeat O (length ss)) b; VF (repeat O (length ss)) a] e). rewrite pre_pre. apply H.
Qed.
Lemma implied_ok l g e : ((forall f, In f l -> dF f e) -> dF g e) -> dF (fold_right Fm g l) e.
Proof.
  induction l as [|f l IH]; intros H; cbn [fold_right dF]; [apply H; intros f []|].
  intros Hf. apply IH. intros K. apply H. intros h [<-|I]; auto.
Qed.

Theorem dependence_ok G x ps e k : G x = Some (CF (map kind_of_part ps)) -> like G [] e k ->
  nF (Gdep x ps) e -> dF (dependence x ps) k.
Proof.
  intros T [_ N S] D. unfold dependence. apply quantified_ok. intros vs. apply implied_ok. intros H.
  rewrite equal_ok, !pA_ok. cbn [dA dhead].
  destruct (sides_agree (nsize e) (list_sum (map width ps)) (pre vs k) S ps 0 _ _
    (fun f I => H f (in_or_app _ _ _ (or_introl I))) (fun f I => H f (in_or_app _ _ _ (or_intror I))) D) as (A & B & C).
  specialize (N _ _ T). cbn [fits] in N. change (nf (pre vs k)) with (nf k). rewrite <- (N _ A), <- (N _ B). exact C.
Qed.
