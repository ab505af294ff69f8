(* Derivatives in an entry of an array: what a reader means, and the form that was proved, with sums split at the entry. *)
From Coq Require Import Reals Arith Lia Lra FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Varproof Require Import Finite Naturals.
Open Scope R_scope.

Definition upd (a : nat -> R) (i : nat) (v : R) : nat -> R := fun j => if Nat.eq_dec j i then v else a j.
Lemma upd_same a i v : upd a i v i = v.
Proof. unfold upd. destruct (Nat.eq_dec i i); tauto. Qed.
Lemma upd_other a i v j : j <> i -> upd a i v j = a j.
Proof. unfold upd. destruct (Nat.eq_dec j i); tauto. Qed.

Lemma bigsum_at n i f g h : (i < n)%nat -> (forall j, j <> i -> f j = g j) -> f i = h ->
  bigsum n f = bigsum_if n (fun j => ~ j = i) g + h.
Proof.
  intros H E <-.
  assert (A : forall m, bigsum m f = bigsum_if m (fun j => ~ j = i) g + (if le_lt_dec m i then 0 else f i)).
  { unfold bigsum_if. induction m as [|m IH]; [cbn; lra|]. cbn [bigsum]. rewrite IH.
    destruct (dec (~ m = i)) as [N|N].
    - rewrite (E m N). destruct (le_lt_dec m i), (le_lt_dec (S m) i); try lia; lra.
    - assert (m = i) by lia. subst m. destruct (le_lt_dec i i), (le_lt_dec (S i) i); try lia; lra. }
  rewrite A. destruct (le_lt_dec n i); [lia|reflexivity].
Qed.
Lemma Derive_same f g x y : (forall v, f v = g v) -> x = y -> Derive f x = Derive g y.
Proof. intros E <-. now apply Derive_ext. Qed.

Lemma ex_derive_same (f g : R -> R) x y : (forall v, f v = g v) -> x = y -> ex_derive f x = ex_derive g y.
Proof. intros E <-. apply functional_extensionality in E. now subst. Qed.
Lemma every_same (P Q : R -> Prop) : (forall v, P v = Q v) -> (forall v, P v) = (forall v, Q v).
Proof. intros E. apply functional_extensionality in E. now subst. Qed.

Ltac split_sums :=
  try reflexivity;
  lazymatch goal with
  | |- upd _ ?i _ ?i = _ => rewrite upd_same; split_sums
  | |- upd _ ?i _ ?j = _ => rewrite upd_other by assumption; split_sums
  | |- bigsum ?n _ = bigsum_if ?n _ _ + _ =>
      apply bigsum_at; [assumption|let j := fresh in intros j ?; cbn beta; split_sums|cbn beta; split_sums]
  | |- bigsum ?n _ = bigsum ?n _ => apply bigsum_ext; let j := fresh in intros j ?; cbn beta; split_sums
  | |- Derive _ _ = Derive _ _ => apply Derive_same; [let v := fresh in intros v; cbn beta; split_sums|split_sums]
  | |- (forall v : R, @?P v) = (forall v : R, @?Q v) =>
      apply (every_same P Q); let v := fresh in intros v; cbn beta; split_sums
  | |- ex_derive _ _ = ex_derive _ _ => apply ex_derive_same; [let v := fresh in intros v; cbn beta; split_sums|split_sums]
  | |- ?f _ = ?f _ => f_equal; split_sums
  | |- ?f _ _ = ?f _ _ => f_equal; split_sums
  end.
(* the goal says the same as H, but for the sums *)
Ltac by_splitting H :=
  let T := type of H in
  match goal with |- ?G => let E := fresh in enough (E : G = T) by (rewrite E; exact H) end; split_sums.
