(* Sizes as natural numbers: sums and extrema over the indices below a size, and the finite sets that they stand for.

   The kernel speaks of finite sets of reals, a reader of indices 0, .., n - 1.  Here the set is {0, .., n - 1} among the
   reals, and sums, maxima, minima and positions over it are those that a reader means. *)
From Coq Require Import Reals List Lia Lra FunctionalExtensionality.
From Varproof Require Import Finite.
Import ListNotations.
Open Scope R_scope.

(* ---- what a reader means *)

Fixpoint bigsum (n : nat) (f : nat -> R) : R :=
  match n with O => 0 | S m => bigsum m f + f m end.
Definition bigsum_if (n : nat) (P : nat -> Prop) (f : nat -> R) : R :=
  bigsum n (fun i => if dec (P i) then f i else 0).
Fixpoint bigmax (n : nat) (f : nat -> R) : R :=  (* 0 where there is no index *)
  match n with O => 0 | S m => match m with O => f m | S _ => Rmax (bigmax m f) (f m) end end.
Fixpoint bigmin (n : nat) (f : nat -> R) : R :=
  match n with O => 0 | S m => match m with O => f m | S _ => Rmin (bigmin m f) (f m) end end.
Definition position (i n : nat) : R := INR (Nat.min (S i) n).  (* counted from 1 *)
Fixpoint iarr (n : nat) : Type := match n with O => R | S n => nat -> iarr n end.  (* an array of n indices *)

(* ---- the set of the indices below n *)

Definition upto (n : nat) : fset := map INR (seq 0 n).
Definition idx (x : R) : nat := Z.to_nat (up x - 1).

Lemma idx_INR n : idx (INR n) = n.
Proof.
  unfold idx. rewrite INR_IZR_INZ, <- (up_tech (IZR (Z.of_nat n)) (Z.of_nat n)); [lia|lra|].
  rewrite plus_IZR. lra.
Qed.

Lemma in_upto n x : In x (upto n) <-> exists i, (i < n)%nat /\ x = INR i.
Proof.
  unfold upto. rewrite in_map_iff. split.
  - intros [i [<- H]]. apply in_seq in H. exists i. split; [lia|reflexivity].
  - intros [i [H ->]]. exists i. split; [reflexivity|]. apply in_seq. lia.
Qed.

Lemma upto_INR n i : In (INR i) (upto n) <-> (i < n)%nat.
Proof.
  rewrite in_upto. split; [|eauto]. intros [j [H E]]. apply INR_eq in E. now subst.
Qed.

Lemma upto_NoDup n : NoDup (upto n).
Proof.
  unfold upto. induction (seq_NoDup n 0) as [|i l N _ IH]; constructor; [|exact IH].
  intros H. apply in_map_iff in H. destruct H as [j [E H]]. apply INR_eq in E. now subst.
Qed.

Lemma sum_upto n f : sum (upto n) f = bigsum n (fun i => f (INR i)).
Proof.
  rewrite (sum_of _ (upto n)).
  - unfold upto. induction n as [|n IH]; [reflexivity|]. rewrite seq_S, map_app. cbn [bigsum map Nat.add].
    rewrite <- IH. generalize (map INR (seq 0 n)) as l. induction l as [|a l IHl]; simpl; [lra|]. rewrite IHl. lra.
  - apply upto_NoDup.
  - tauto.
Qed.

Lemma bigsum_ext n f g : (forall i, (i < n)%nat -> f i = g i) -> bigsum n f = bigsum n g.
Proof. induction n as [|n IH]; intros H; [reflexivity|]. cbn. rewrite IH by (intros; apply H; lia). now rewrite H by lia. Qed.

Lemma bigsum_1 n : bigsum n (fun _ => 1) = INR n.
Proof. induction n as [|n IH]; [reflexivity|]. rewrite S_INR. cbn. lra. Qed.

Lemma sum_upto_if n P f :
  sum (filt (upto n) P) f = bigsum_if n (fun i => P (INR i)) (fun i => f (INR i)).
Proof.
  rewrite sum_filt, sum_upto. unfold bigsum_if. apply bigsum_ext. intros i _. unfold decb. destruct (dec (P (INR i))); auto.
Qed.

Lemma bigsum_if_ext n P Q f g :
  (forall i, P i <-> Q i) -> (forall i, f i = g i) -> bigsum_if n P f = bigsum_if n Q g.
Proof.
  intros H E. apply bigsum_ext. intros i _. specialize (H i). destruct (dec (P i)), (dec (Q i)); auto; tauto.
Qed.

Lemma position_upto n i : bigsum_if n (fun j => INR j <= INR i) (fun _ => 1) = position i n.
Proof.
  unfold position, bigsum_if. induction n as [|n IH]; [now rewrite Nat.min_0_r|]. cbn [bigsum]. rewrite IH.
  destruct (dec (INR n <= INR i)) as [H|H].
  - apply INR_le in H. rewrite !Nat.min_r by lia. now rewrite S_INR.
  - assert (N : (i < n)%nat) by (apply INR_lt; lra). rewrite !Nat.min_l by lia. lra.
Qed.

Lemma bigmax_ge n f i : (i < n)%nat -> f i <= bigmax n f.
Proof.
  induction n as [|n IH]; intros H; [lia|]. destruct n as [|n].
  - assert (i = O) as -> by lia. apply Rle_refl.
  - change (f i <= Rmax (bigmax (S n) f) (f (S n))). destruct (Nat.eq_dec i (S n)) as [->|N]; [apply Rmax_r|].
    apply Rle_trans with (2 := Rmax_l _ _). apply IH. lia.
Qed.

Lemma bigmax_attained n f : (0 < n)%nat -> exists i, (i < n)%nat /\ bigmax n f = f i.
Proof.
  induction n as [|n IH]; intros H; [lia|]. destruct n as [|n]; [exists O; split; [lia|reflexivity]|].
  destruct (IH ltac:(lia)) as [i [Hi E]]. change (exists j, (j < S (S n))%nat /\ Rmax (bigmax (S n) f) (f (S n)) = f j).
  destruct (Rle_dec (bigmax (S n) f) (f (S n))).
  - exists (S n). split; [lia|]. now apply Rmax_right.
  - exists i. split; [lia|]. rewrite <- E. apply Rmax_left. lra.
Qed.

Lemma bigmin_opp n f : bigmin n f = - bigmax n (fun i => - f i).
Proof.
  induction n as [|n IH]; [cbn; lra|]. destruct n as [|n]; [cbn; lra|].
  change (Rmin (bigmin (S n) f) (f (S n)) = - Rmax (bigmax (S n) (fun i => - f i)) (- f (S n))). rewrite IH.
  unfold Rmin, Rmax. destruct (Rle_dec _ _), (Rle_dec _ _); lra.
Qed.

Lemma fmax_upto n f : fmax (upto n) f = bigmax n (fun i => f (INR i)).
Proof.
  destruct n as [|n]; [reflexivity|]. apply Rle_antisym.
  - destruct (fmax_in (upto (S n)) f (INR O)) as [x [Hx <-]]; [apply upto_INR; lia|].
    apply in_upto in Hx. destruct Hx as [i [Hi ->]]. now apply (bigmax_ge (S n) (fun i => f (INR i))).
  - destruct (bigmax_attained (S n) (fun i => f (INR i))) as [i [Hi ->]]; [lia|]. apply fmax_ge. now apply upto_INR.
Qed.

(* ---- how statements print *)

Module Reading.
  Notation "'sum' i '<' n ',' f" := (bigsum n (fun i => f))
    (at level 200, i name, n at level 69, right associativity, format "'sum'  i  '<'  n ','  f").
  Notation "'max' i '<' n ',' f" := (bigmax n (fun i => f))
    (at level 200, i name, n at level 69, right associativity, format "'max'  i  '<'  n ','  f").
  Notation "'min' i '<' n ',' f" := (bigmin n (fun i => f))
    (at level 200, i name, n at level 69, right associativity, format "'min'  i  '<'  n ','  f").
End Reading.
