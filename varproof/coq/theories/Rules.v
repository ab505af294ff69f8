(* The rules, but for citation, as functions from theorems to theorems; each gives only what is true in every environment. *)
From Coq Require Import Reals QArith Qreals List Bool PArith ZArith Arith Lia Lra Classical FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Varproof Require Import Finite Term Substitution Derivative.
Import ListNotations.
Close Scope Q_scope.
Open Scope R_scope.

Definition neg f := Fm f ffalse.
Lemma ffalse_ok e : ~ dF ffalse e. Proof. simpl. lra. Qed.
Lemma neg_ok f e : dF (neg f) e <-> ~ dF f e.
Proof. unfold neg. cbn [dF]. pose proof (ffalse_ok e). unfold not. tauto. Qed.
Definition var x := pA (Avar x).
Lemma var_ok x e : dP (var x) e = nr e x. Proof. apply pA_ok. Qed.
Definition bd0 := pA (Abd 0).
Lemma bd0_ok v e : dP bd0 (push (VR v) e) = v. Proof. unfold bd0. rewrite pA_ok. reflexivity. Qed.
Definition same (e : poly) := Fr Req (psub bd0 (shP 1 e)).
Lemma same_ok p v e : dF (same p) (push (VR v) e) <-> v = dP p e.
Proof. unfold same. cbn [dF drel]. rewrite psub_ok, bd0_ok, shP1. lra. Qed.
Definition equal s t := Fr Req (psub s t).
Lemma equal_ok s t e : dF (equal s t) e <-> dP s e = dP t e.
Proof. unfold equal. cbn [dF drel]. rewrite psub_ok. lra. Qed.

(* ---- the substitutions of the rules *)

Definition upd_s (x : positive) (s : fset) (e : env) :=
  Env (stk e) (nr e) (fun y => if Pos.eqb x y then s else ns e y) (nf e).
Definition upd_f (ks : list nat) (x : positive) (F : list karg -> R) (e : env) :=
  Env (stk e) (nr e) (ns e) (fun js y => if eqk ks js && Pos.eqb x y then F else nf e js y).

Definition s_putR (x : positive) (v : poly) := Sub (fun y => if Pos.eqb x y then Some v else None) nos free0 BI.
Definition s_putS (x : positive) (v : set) := Sub nor (fun y => if Pos.eqb x y then Some v else None) free0 BI.
Definition s_absS (x : positive) := s_putS x sempty.
Definition s_absF (ks : list nat) (x : positive) :=
  Sub nor nos (fun js y => if eqk ks js && Pos.eqb x y then Some FZ else None) BI.
Definition up k := BI (S k).
Definition s_closeR (x : positive) := Sub (fun y => if Pos.eqb x y then Some bd0 else None) nos free0 up.
Definition s_closeS (x : positive) := Sub nor (fun y => if Pos.eqb x y then Some (Sb 0) else None) free0 up.
Definition s_closeF (ks : list nat) (x : positive) :=
  Sub nor nos (fun js y => if eqk ks js && Pos.eqb x y then Some (FI 0) else None) up.
Definition s_open (b : bv) := Sub nor nos free0 (fun k => match k with O => b | S k => BI k end).

Lemma s_putR_ok x v e : okay (s_putR x v) e (upd_r x (dP v e) e).
Proof. split; simpl; auto. intros y. destruct (Pos.eqb x y); auto. Qed.
Lemma s_putS_ok x v e : okay (s_putS x v) e (upd_s x (dS v e) e).
Proof. split; simpl; auto. intros y. destruct (Pos.eqb x y); auto. Qed.
Lemma s_absF_ok n x e : okay (s_absF n x) e (upd_f n x (fun _ => 0) e).
Proof. split; simpl; auto. intros y l. destruct (_ && _); auto. Qed.
Lemma s_closeR_ok x v e : okay (s_closeR x) (push (VR v) e) (upd_r x v e).
Proof. split; simpl; auto. intros y. destruct (Pos.eqb x y); auto. apply bd0_ok. Qed.
Lemma s_closeS_ok x v e : okay (s_closeS x) (push (VS v) e) (upd_s x v e).
Proof. split; simpl; auto. intros y. destruct (Pos.eqb x y); auto. Qed.
Lemma s_closeF_ok n x g e : okay (s_closeF n x) (push (VF n g) e) (upd_f n x (hap n g) e).
Proof.
  split; simpl; auto. intros y l. destruct (eqk n (map arity l)) eqn:E; destruct (Pos.eqb x y); simpl; auto. now rewrite E.
Qed.
Lemma s_open_ok b v e : bvsem b e = Some v -> okay (s_open b) e (push v e).
Proof. intros H. split; simpl; auto. intros [|k]; auto. Qed.

Definition putRF x v f := subF (s_putR x v) f.
Lemma putRF_ok x v f e : dF (putRF x v f) e <-> dF f (upd_r x (dP v e) e).
Proof. apply (sub_ok _ _ _ (s_putR_ok x v e)). Qed.
Definition putRP x v f := subP (s_putR x v) f.
Lemma putRP_ok x v f e : dP (putRP x v f) e = dP f (upd_r x (dP v e) e).
Proof. apply (sub_ok _ _ _ (s_putR_ok x v e)). Qed.
Definition putSF x v f := subF (s_putS x v) f.
Lemma putSF_ok x v f e : dF (putSF x v f) e <-> dF f (upd_s x (dS v e) e).
Proof. apply (sub_ok _ _ _ (s_putS_ok x v e)). Qed.
Definition closeRF x f := subF (s_closeR x) f.
Lemma closeRF_ok x v f e : dF (closeRF x f) (push (VR v) e) <-> dF f (upd_r x v e).
Proof. apply (sub_ok _ _ _ (s_closeR_ok x v e)). Qed.
Definition closeRP x f := subP (s_closeR x) f.
Lemma closeRP_ok x v f e : dP (closeRP x f) (push (VR v) e) = dP f (upd_r x v e).
Proof. apply (sub_ok _ _ _ (s_closeR_ok x v e)). Qed.
Definition closeSF x f := subF (s_closeS x) f.
Lemma closeSF_ok x v f e : dF (closeSF x f) (push (VS v) e) <-> dF f (upd_s x v e).
Proof. apply (sub_ok _ _ _ (s_closeS_ok x v e)). Qed.
Definition closeFF n x f := subF (s_closeF n x) f.
Lemma closeFF_ok n x g f e : dF (closeFF n x f) (push (VF n g) e) <-> dF f (upd_f n x (hap n g) e).
Proof. apply (sub_ok _ _ _ (s_closeF_ok n x g e)). Qed.
Definition openF b f := subF (s_open b) f.
Lemma openF_ok b v f e : bvsem b e = Some v -> (dF (openF b f) e <-> dF f (push v e)).
Proof. intros H. apply (sub_ok _ _ _ (s_open_ok b v e H)). Qed.
Lemma openFR_ok p f e : dF (openF (BR p) f) e <-> dF f (push (VR (dP p e)) e).
Proof. now apply openF_ok. Qed.
Definition openP p f := subP (s_open (BR p)) f.
Lemma openP_ok p f e : dP (openP p f) e = dP f (push (VR (dP p e)) e).
Proof. apply (sub_ok _ _ _ (s_open_ok (BR p) (VR (dP p e)) e eq_refl)). Qed.

(* absence *)
Lemma upd_s_s x r t e : upd_s x r (upd_s x t e) = upd_s x r e.
Proof. unfold upd_s. simpl. f_equal. extensionality y. destruct (Pos.eqb x y); auto. Qed.
Lemma upd_f_f n x r t e : upd_f n x r (upd_f n x t e) = upd_f n x r e.
Proof. unfold upd_f. simpl. f_equal. extensionality m. extensionality y. destruct (_ && _); auto. Qed.

Lemma absRF_ok x f : absF (s_absR x) f = true -> forall v e, dF f (upd_r x v e) <-> dF f e.
Proof.
  intros H v e. destruct (abs_ok _ _ _ (s_absR_ok x e)) as (_ & _ & A).
  destruct (abs_ok _ _ _ (s_absR_ok x (upd_r x v e))) as (_ & _ & B). rewrite (A f H), (B f H), upd_upd. tauto.
Qed.
Lemma absRP_ok x f : absP (s_absR x) f = true -> forall v e, dP f (upd_r x v e) = dP f e.
Proof.
  intros H v e. destruct (abs_ok _ _ _ (s_absR_ok x e)) as (A & _ & _).
  destruct (abs_ok _ _ _ (s_absR_ok x (upd_r x v e))) as (B & _ & _). rewrite (A f H), (B f H), upd_upd. auto.
Qed.
Lemma absRS_ok x f : absS (s_absR x) f = true -> forall v e, dS f (upd_r x v e) = dS f e.
Proof.
  intros H v e. destruct (abs_ok _ _ _ (s_absR_ok x e)) as (_ & A & _).
  destruct (abs_ok _ _ _ (s_absR_ok x (upd_r x v e))) as (_ & B & _). rewrite (A f H), (B f H), upd_upd. auto.
Qed.
Lemma absSF_ok x f : absF (s_absS x) f = true -> forall v e, dF f (upd_s x v e) <-> dF f e.
Proof.
  intros H v e. destruct (abs_ok _ _ _ (s_putS_ok x sempty e)) as (_ & _ & A).
  destruct (abs_ok _ _ _ (s_putS_ok x sempty (upd_s x v e))) as (_ & _ & B). rewrite (A f H), (B f H), !sempty_ok, upd_s_s. tauto.
Qed.
Lemma absSP_ok x f : absP (s_absS x) f = true -> forall v e, dP f (upd_s x v e) = dP f e.
Proof.
  intros H v e. destruct (abs_ok _ _ _ (s_putS_ok x sempty e)) as (A & _ & _).
  destruct (abs_ok _ _ _ (s_putS_ok x sempty (upd_s x v e))) as (B & _ & _). rewrite (A f H), (B f H), !sempty_ok, upd_s_s. auto.
Qed.
Lemma absFF_ok n x f : absF (s_absF n x) f = true -> forall v e, dF f (upd_f n x v e) <-> dF f e.
Proof.
  intros H v e. destruct (abs_ok _ _ _ (s_absF_ok n x e)) as (_ & _ & A).
  destruct (abs_ok _ _ _ (s_absF_ok n x (upd_f n x v e))) as (_ & _ & B). rewrite (A f H), (B f H), upd_f_f. tauto.
Qed.

(* ---- theorems: the hypotheses are numbers of formulas in a table *)

Section Rules.
Variable hyp : positive -> form.
Record thm := Thm { hyps : list positive; concl : form }.
Definition sat (hs : list positive) (e : env) := forall i, In i hs -> dF (hyp i) e.
Definition valid (t : thm) := forall e, sat (hyps t) e -> dF (concl t) e.

Fixpoint union (a : list positive) : list positive -> list positive :=
  fix aux (b : list positive) :=
    match a, b with
    | [], _ => b
    | _, [] => a
    | x :: a', y :: b' =>
        match Pos.compare x y with
        | Eq => x :: union a' b'
        | Lt => x :: union a' b
        | Gt => y :: aux b'
        end
    end.
Lemma union_in : forall a b i, In i (union a b) <-> In i a \/ In i b.
Proof.
  induction a as [|x a IH].
  - intros b i. destruct b; simpl; tauto.
  - induction b as [|y b IHb]; intros i; [simpl; tauto|]. specialize (IHb i). simpl in *. destruct (Pos.compare_spec x y).
    + subst. simpl. rewrite IH. tauto.
    + simpl. rewrite IH. simpl. tauto.
    + simpl. rewrite IHb. tauto.
Qed.
Lemma sat_union a b e : sat (union a b) e <-> sat a e /\ sat b e.
Proof. unfold sat. split; [intros H; split; intros i Hi; apply H, union_in; auto|intros [H1 H2] i Hi; apply union_in in Hi; destruct Hi; auto]. Qed.

Definition remove (f : form) (hs : list positive) := filter (fun i => negb (eqF (hyp i) f)) hs.
Lemma remove_sat f hs e : sat (remove f hs) e -> dF f e -> sat hs e.
Proof.
  intros H Hf i Hi. destruct (eqF (hyp i) f) eqn:E.
  - apply eqF_eq in E. now rewrite E.
  - apply H. unfold remove. apply filter_In. rewrite E. auto.
Qed.

Definition absent (s : sub) (hs : list positive) := forallb (fun i => absF s (hyp i)) hs.
Lemma absent_R x hs : absent (s_absR x) hs = true -> forall v e, sat hs e -> sat hs (upd_r x v e).
Proof. intros H v e S i Hi. apply absRF_ok; auto. unfold absent in H. rewrite forallb_forall in H. auto. Qed.
Lemma absent_S x hs : absent (s_absS x) hs = true -> forall v e, sat hs e -> sat hs (upd_s x v e).
Proof. intros H v e S i Hi. apply absSF_ok; auto. unfold absent in H. rewrite forallb_forall in H. auto. Qed.
Lemma absent_F n x hs : absent (s_absF n x) hs = true -> forall v e, sat hs e -> sat hs (upd_f n x v e).
Proof. intros H v e S i Hi. apply absFF_ok; auto. unfold absent in H. rewrite forallb_forall in H. auto. Qed.

Definition guard {A} (b : bool) (x : option A) : option A := if b then x else None.
Notation "b ;; x" := (guard b x) (at level 60, right associativity).

Ltac guards :=
  repeat match goal with
  | H : guard ?b _ = Some _ |- _ => let G := fresh "G" in destruct b eqn:G; cbn [guard] in H; [|discriminate H]
  | H : match ?c with _ => _ end = Some _ |- _ => let G := fresh "G" in destruct c eqn:G; try discriminate H
  | H : Some _ = Some _ |- _ => injection H as <-
  | H : _ && _ = true |- _ => apply andb_prop in H; destruct H
  | H : eqF _ _ = true |- _ => apply eqF_eq in H
  | H : eqP _ _ = true |- _ => apply eqP_eq in H
  | H : eqS _ _ = true |- _ => apply eqS_eq in H
  end.

Inductive node := NP (p : poly) | NS (s : set) | NF (f : form) | NL (ks : list nat) (t : poly) | NX.

(* logic *)
Definition r_assume (i : positive) : option thm := Some (Thm [i] (hyp i)).
Lemma r_assume_ok i t : r_assume i = Some t -> valid t.
Proof. intros H. injection H as <-. intros e S. apply S. simpl; auto. Qed.

Definition r_discharge (p : thm) (f : form) : option thm := Some (Thm (remove f (hyps p)) (Fm f (concl p))).
Lemma r_discharge_ok p f t : r_discharge p f = Some t -> valid p -> valid t.
Proof. intros H V. injection H as <-. intros e S Hf. apply V. cbn in S. eapply remove_sat; eauto. Qed.

Definition r_mp (p q : thm) : option thm :=
  match concl p with Fm f g => eqF f (concl q) ;; Some (Thm (union (hyps p) (hyps q)) g) | _ => None end.
Lemma r_mp_ok p q t : r_mp p q = Some t -> valid p -> valid q -> valid t.
Proof.
  unfold r_mp. intros H V W. guards. intros e S. apply sat_union in S. destruct S as [S T].
  specialize (V e S). rewrite G in V. apply V. rewrite G0. now apply W.
Qed.

Definition r_contradiction (p : thm) (f : form) : option thm :=
  eqF (concl p) ffalse ;; Some (Thm (remove (neg f) (hyps p)) f).
Lemma r_contradiction_ok p f t : r_contradiction p f = Some t -> valid p -> valid t.
Proof.
  unfold r_contradiction. intros H V. guards. intros e S. cbn in *. apply NNPP. intros N.
  apply (ffalse_ok e). rewrite <- G. apply V. eapply remove_sat; eauto. now apply neg_ok.
Qed.

Definition r_generalise (p : thm) (s : sort) (x : positive) : option thm :=
  match s with
  | SReal => absent (s_absR x) (hyps p) ;; Some (Thm (hyps p) (Fa s (closeRF x (concl p))))
  | SSet => absent (s_absS x) (hyps p) ;; Some (Thm (hyps p) (Fa s (closeSF x (concl p))))
  | SFn n => absent (s_absF n x) (hyps p) ;; Some (Thm (hyps p) (Fa s (closeFF n x (concl p))))
  end.
Lemma r_generalise_ok p s x t : r_generalise p s x = Some t -> valid p -> valid t.
Proof.
  unfold r_generalise. intros H V. destruct s; guards; intros e S v; cbn [concl hyps] in *.
  - apply closeRF_ok. apply V. now apply absent_R.
  - apply closeSF_ok. apply V. now apply absent_S.
  - apply closeFF_ok. apply V. now apply absent_F.
Qed.

Definition r_specialise (p : thm) (v : node) : option thm :=
  match concl p, v with
  | Fa SReal f, NP v => Some (Thm (hyps p) (openF (BR v) f))
  | Fa SSet f, NS v => Some (Thm (hyps p) (openF (BS v) f))
  | Fa (SFn n) f, NL m v => eqk n m ;; Some (Thm (hyps p) (openF (BL n v) f))
  | _, _ => None
  end.
Lemma r_specialise_ok p v t : r_specialise p v = Some t -> valid p -> valid t.
Proof.
  unfold r_specialise. intros H V. guards; intros e S; specialize (V e S); rewrite G in V; cbn [concl hyps] in *;
    (eapply openF_ok; [reflexivity|apply V]).
Qed.

Definition r_replace (p q : thm) (x : positive) (s u : poly) (f : form) : option thm :=
  eqF (concl p) (equal s u) ;; eqF (concl q) (putRF x s f) ;; Some (Thm (union (hyps p) (hyps q)) (putRF x u f)).
Lemma r_replace_ok p q x s u f t : r_replace p q x s u f = Some t -> valid p -> valid q -> valid t.
Proof.
  unfold r_replace. intros H V W. guards. intros e S. apply sat_union in S. destruct S as [S T]. cbn [concl].
  specialize (V e S). specialize (W e T). rewrite G, equal_ok in V. rewrite G0, putRF_ok, V in W. now apply putRF_ok.
Qed.

(* ordered field *)
Fixpoint factors (ps : list thm) (l : list nat) : option (poly * bool * list positive) :=
  match l with
  | [] => Some (pone, true, [])
  | i :: l =>
      match nth_error ps i, factors ps l with
      | Some (Thm hs (Fr Rge p)), Some (q, b, hs') => Some (pmul p q, false, union hs hs')
      | Some (Thm hs (Fr Rgt p)), Some (q, b, hs') => Some (pmul p q, b, union hs hs')
      | _, _ => None
      end
  end.
Lemma factors_ok ps : (forall p, In p ps -> valid p) -> forall l q b hs, factors ps l = Some (q, b, hs) ->
  forall e, sat hs e -> dP q e >= 0 /\ (b = true -> dP q e > 0).
Proof.
  intros V. induction l as [|i l IH]; intros q b hs H e S; cbn [factors] in H.
  - injection H as <- <- <-. rewrite pone_ok. split; intros; lra.
  - destruct (nth_error ps i) as [[h [[| |] p| | |]]|] eqn:N; try discriminate H;
    destruct (factors ps l) as [[[q' b'] h']|]; try discriminate H; injection H as <- <- <-;
    apply sat_union in S; destruct S as [S1 S2]; destruct (IH _ _ _ eq_refl e S2) as [I1 I2];
    apply nth_error_In in N; specialize (V _ N e S1); cbn [concl dF drel] in V; rewrite pmul_ok; split.
    + apply Rle_ge, Rmult_le_pos; lra.
    + discriminate.
    + apply Rle_ge, Rmult_le_pos; lra.
    + intros Hb. specialize (I2 Hb). apply Rmult_lt_0_compat; lra.
Qed.

Definition qpos (q : Q) : bool := match Qnum q with Zpos _ => true | _ => false end.
Lemma qpos_ok q : qpos q = true -> Q2R q > 0.
Proof.
  destruct q as [[|n|n] d]; try discriminate. intros _. unfold Q2R. simpl.
  apply Rmult_lt_0_compat; [|apply Rinv_0_lt_compat]; now apply IZR_lt.
Qed.
Definition pnonzero (p : poly) : bool := match p with Pc M1 c P0 => negb (qzero c) | _ => false end.
Lemma pnonzero_ok p e : pnonzero p = true -> dP p e * dP p e > 0.
Proof.
  destruct p as [|[|a k m|a k m] c [|n d p]]; try discriminate. cbn [pnonzero dP dM]. intros H.
  assert (N : Q2R c <> 0).
  { destruct c as [[|n|n] d]; try discriminate H; unfold Q2R; simpl; pose proof (IZR_lt 0 (Zpos d) eq_refl);
    apply Rmult_integral_contrapositive; split; [apply not_0_IZR; discriminate|apply Rinv_neq_0_compat; lra
    |apply not_0_IZR; discriminate|apply Rinv_neq_0_compat; lra]. }
  rewrite Rmult_1_r, Rplus_0_r. apply Rsqr_pos_lt in N. exact N.
Qed.

Fixpoint products (ps : list thm) (l : list (Q * poly * list nat)) : option (poly * bool * list positive) :=
  match l with
  | [] => Some (P0, false, [])
  | (c, s, ix) :: l =>
      match factors ps ix, products ps l with
      | Some (q, b, h), Some (t, b', h') =>
          qpos c ;; Some (padd (pmul (pscale c (pmul s s)) q) t, (b && pnonzero s) || b', union h h')
      | _, _ => None
      end
  end.
Lemma products_ok ps : (forall p, In p ps -> valid p) -> forall l q b hs, products ps l = Some (q, b, hs) ->
  forall e, sat hs e -> dP q e >= 0 /\ (b = true -> dP q e > 0).
Proof.
  intros V. induction l as [|[[c s] ix] l IH]; intros q b hs H e S; cbn [products] in H.
  - injection H as <- <- <-. simpl. split; [lra|discriminate].
  - destruct (factors ps ix) as [[[q1 b1] h1]|] eqn:F; try discriminate H.
    destruct (products ps l) as [[[q2 b2] h2]|]; try discriminate H.
    destruct (qpos c) eqn:C; cbn [guard] in H; [|discriminate H]. injection H as <- <- <-.
    apply sat_union in S. destruct S as [S1 S2]. destruct (IH _ _ _ eq_refl e S2) as [I1 I2].
    destruct (factors_ok ps V _ _ _ _ F e S1) as [J1 J2]. apply qpos_ok in C.
    rewrite padd_ok, pmul_ok, pscale_ok, pmul_ok.
    pose proof (Rle_0_sqr (dP s e)) as Q. unfold Rsqr in Q.
    assert (K : 0 <= Q2R c * (dP s e * dP s e) * dP q1 e).
    { apply Rmult_le_pos; [apply Rmult_le_pos|]; lra. }
    split; [lra|]. intros Hb. apply orb_prop in Hb. destruct Hb as [Hb|Hb].
    + apply andb_prop in Hb. destruct Hb as [B1 B2]. pose proof (pnonzero_ok s e B2). specialize (J2 B1).
      assert (0 < Q2R c * (dP s e * dP s e) * dP q1 e); [|lra].
      apply Rmult_lt_0_compat; [apply Rmult_lt_0_compat|]; lra.
    + specialize (I2 Hb). lra.
Qed.

Fixpoint equalities (ps : list thm) (l : list (poly * nat)) : option (poly * list positive) :=
  match l with
  | [] => Some (P0, [])
  | (r, i) :: l =>
      match nth_error ps i, equalities ps l with
      | Some (Thm hs (Fr Req p)), Some (q, hs') => Some (padd (pmul r p) q, union hs hs')
      | _, _ => None
      end
  end.
Lemma equalities_ok ps : (forall p, In p ps -> valid p) -> forall l q hs, equalities ps l = Some (q, hs) ->
  forall e, sat hs e -> dP q e = 0.
Proof.
  intros V. induction l as [|[r i] l IH]; intros q hs H e S; cbn [equalities] in H.
  - injection H as <- <-. reflexivity.
  - destruct (nth_error ps i) as [[h [[| |] p| | |]]|] eqn:N; try discriminate H.
    destruct (equalities ps l) as [[q' h']|]; try discriminate H. injection H as <- <-.
    apply sat_union in S. destruct S as [S1 S2]. apply nth_error_In in N. specialize (V _ N e S1). cbn [concl dF drel] in V.
    rewrite padd_ok, pmul_ok, (IH _ _ eq_refl e S2), V. ring.
Qed.

Definition r_arith (ps : list thm) (goal : form) (pr : list (Q * poly * list nat)) (eqs : list (poly * nat)) : option thm :=
  match goal, products ps pr, equalities ps eqs with
  | Fr r c, Some (p, strict, h), Some (q, h') =>
      eqP (padd p q) c ;;
      match r with Rge => true | Rgt => strict | Req => match pr with [] => true | _ => false end end ;;
      Some (Thm (union h h') goal)
  | _, _, _ => None
  end.
Lemma r_arith_ok ps goal pr eqs t : r_arith ps goal pr eqs = Some t -> (forall p, In p ps -> valid p) -> valid t.
Proof.
  unfold r_arith. intros H V. destruct goal as [r c| | |]; try discriminate H.
  destruct (products ps pr) as [[[p strict] h]|] eqn:A; try discriminate H.
  destruct (equalities ps eqs) as [[q h']|] eqn:B; try discriminate H.
  destruct (eqP (padd p q) c) eqn:E; cbn [guard] in H; [|discriminate H]. apply eqP_eq in E.
  match type of H with (?b ;; _) = _ => destruct b eqn:G; cbn [guard] in H; [|discriminate H] end. injection H as <-.
  intros e S. cbn [hyps concl] in *. apply sat_union in S. destruct S as [S1 S2].
  destruct (products_ok ps V _ _ _ _ A e S1) as [J1 J2]. pose proof (equalities_ok ps V _ _ _ B e S2) as K.
  cbn [dF]. rewrite <- E, padd_ok, K. destruct r; cbn [drel].
  - lra. - specialize (J2 G). lra. - destruct pr; [|discriminate G]. cbn [products] in A. injection A as <- <- <-. simpl. lra.
Qed.

Definition r_order (p : thm) : option thm :=
  match concl p with
  | Fm (Fr Rge x) g => eqF g ffalse ;; Some (Thm (hyps p) (Fr Rgt (pscale (-1) x)))
  | Fm (Fr Rgt x) g => eqF g ffalse ;; Some (Thm (hyps p) (Fr Rge (pscale (-1) x)))
  | _ => None
  end.
Lemma r_order_ok p t : r_order p = Some t -> valid p -> valid t.
Proof.
  unfold r_order. intros H V. guards; intros e S; specialize (V e S); rewrite G in V; subst; cbn [concl dF drel] in *;
  pose proof (ffalse_ok e); rewrite pscale_ok, Q2R_m1.
  - destruct (Rge_dec (dP p0 e) 0); [tauto|lra].
  - destruct (Rgt_dec (dP p0 e) 0); [tauto|lra].
Qed.

Definition r_antisym (p q : thm) : option thm :=
  match concl p, concl q with
  | Fr Rge x, Fr Rge y => eqP y (pscale (-1) x) ;; Some (Thm (union (hyps p) (hyps q)) (Fr Req x))
  | _, _ => None
  end.
Lemma r_antisym_ok p q t : r_antisym p q = Some t -> valid p -> valid q -> valid t.
Proof.
  unfold r_antisym. intros H V W. guards. intros e S. apply sat_union in S. destruct S as [S T].
  specialize (V e S). specialize (W e T). rewrite G in V. rewrite G1, G3 in W. cbn [concl dF drel] in *.
  rewrite pscale_ok, Q2R_m1 in W. lra.
Qed.

(* functions *)
Definition r_exp (x : poly) : option thm := Some (Thm [] (Fr Rge (psub (psub (pexp 1 x) pone) x))).
Lemma r_exp_ok x t : r_exp x = Some t -> valid t.
Proof.
  intros H. injection H as <-. intros e _. cbn [concl dF drel]. rewrite !psub_ok, pexp_ok, pone_ok, Q2R_1.
  pose proof (exp_tangent (1 * dP x e)). lra.
Qed.

Definition r_special (p : thm) (f : fname) (which : bool) (x : poly) : option thm :=
  let y := pA (Afn f x) in
  eqF (concl p) (Fr match f with Flog => Rgt | _ => Rge end x) ;;
  match f, which with
  | Flog, false => Some (Thm (hyps p) (equal (pexp 1 y) x))
  | Fsqrt, false => Some (Thm (hyps p) (equal (pmul y y) x))
  | Flamb, false => Some (Thm (hyps p) (equal (pmul y (pexp 1 y)) x))
  | Fpi, false => Some (Thm (hyps p) (Fr Rgt (psub y (pm M1 3))))
  | Fpi, true => Some (Thm (hyps p) (Fr Rgt (psub (pm M1 (Qmake 22 7)) y)))
  | Fsqrt, true | Flamb, true => Some (Thm (hyps p) (Fr Rge y))
  | Flog, true => None
  end.
Lemma r_special_ok p f which x t : r_special p f which x = Some t -> valid p -> valid t.
Proof.
  unfold r_special. intros H V. guards; intros e S; specialize (V e S); rewrite G in V; cbn [concl dF drel] in *;
  rewrite ?equal_ok, ?psub_ok, ?pmul_ok, ?pexp_ok, ?pA_ok, ?pm_ok; cbn [dA dfn dM]; rewrite ?Q2R_1, ?Rmult_1_l.
  - apply exp_ln. lra.
  - pose proof (sqrt_pos (dP x e)). lra.
  - apply sqrt_sqrt. lra.
  - destruct (lambertw_spec (dP x e)); lra.
  - destruct (lambertw_spec (dP x e)); lra.
  - pose proof pi_bounds. unfold Q2R. simpl. lra.
  - pose proof pi_bounds. change 3%Q with (Qmake 3 1). rewrite Q2R_int. lra.
Qed.

Definition r_inv (p : thm) (x : poly) : option thm :=
  eqF (concl p) (Fr Rgt x) || eqF (concl p) (Fr Rgt (pscale (-1) x)) || eqF (concl p) (neg (Fr Req x)) ;;
  Some (Thm (hyps p) (equal (pmul x (pinv x)) pone)).
Lemma r_inv_ok p x t : r_inv p x = Some t -> valid p -> valid t.
Proof.
  unfold r_inv. intros H V. guards. intros e S. specialize (V e S). cbn [concl]. apply equal_ok. rewrite pmul_ok, pinv_ok, pone_ok.
  apply Rinv_r. apply orb_prop in G. destruct G as [G|G]; [apply orb_prop in G; destruct G as [G|G]|]; apply eqF_eq in G; rewrite G in V.
  - cbn [dF drel] in V. lra.
  - cbn [dF drel] in V. rewrite pscale_ok, Q2R_m1 in V. lra.
  - rewrite neg_ok in V. exact V.
Qed.

(* sets *)
Definition r_filter_in (p q : thm) (s : set) (x : poly) : option thm :=
  match s with
  | Sf b f => eqF (concl p) (Fi x b) ;; eqF (concl q) (openF (BR x) f) ;; Some (Thm (union (hyps p) (hyps q)) (Fi x s))
  | _ => None
  end.
Lemma r_filter_in_ok p q s x t : r_filter_in p q s x = Some t -> valid p -> valid q -> valid t.
Proof.
  unfold r_filter_in. intros H V W. guards. intros e S. apply sat_union in S. destruct S as [S T].
  specialize (V e S). specialize (W e T). rewrite G0 in V. rewrite G1 in W. rewrite openFR_ok in W.
  cbn [concl dF dS] in *. apply filt_in. auto.
Qed.
Definition r_filter_out (p : thm) (which : bool) : option thm :=
  match concl p with
  | Fi x (Sf b f) => Some (Thm (hyps p) (if which then openF (BR x) f else Fi x b))
  | _ => None
  end.
Lemma r_filter_out_ok p which t : r_filter_out p which = Some t -> valid p -> valid t.
Proof.
  unfold r_filter_out. intros H V. guards. intros e S. specialize (V e S). rewrite G in V. cbn [concl dF dS] in *.
  apply filt_in in V. destruct which; [rewrite openFR_ok|]; tauto.
Qed.

Definition i_none (s : positive) := Fa SReal (neg (Fi bd0 (Sv s))).
Definition i_least (s x : positive) (key : poly) :=
  every (Sv s) (Fr Rge (psub key (shP 1 (openP (var x) key)))).
Definition i_rest (s x : positive) := Sf (Sv s) (neg (same (var x))).
Definition r_induct (p q : thm) (s x : positive) (key : poly) (goal : form) : option thm :=
  let base := remove (i_none s) (hyps p) in
  let rest := remove (putSF s (i_rest s x) goal) (remove (i_least s x key) (remove (Fi (var x) (Sv s)) (hyps q))) in
  eqF (concl p) goal ;; eqF (concl q) goal ;;
  absent (s_absS s) base ;; absent (s_absS s) rest ;; absP (s_absS s) key ;;
  absent (s_absR x) rest ;; absP (s_absR x) key ;; absF (s_absR x) goal ;;
  Some (Thm (union base rest) goal).
Lemma upd_r_s x v s S e : upd_r x v (upd_s s S e) = upd_s s S (upd_r x v e). Proof. reflexivity. Qed.
Lemma upd_s_same s e : upd_s s (ns e s) e = e.
Proof.
  destruct e as [a b c d]. unfold upd_s. simpl. f_equal. extensionality y. destruct (Pos.eqb_spec s y); subst; auto.
Qed.
Lemma r_induct_ok p q s x key goal t : r_induct p q s x key goal = Some t -> valid p -> valid q -> valid t.
Proof.
  unfold r_induct. set (base := remove (i_none s) (hyps p)).
  set (rest := remove (putSF s (i_rest s x) goal) (remove (i_least s x key) (remove (Fi (var x) (Sv s)) (hyps q)))).
  intros H V W. guards. intros e S. cbn [hyps concl] in *. apply sat_union in S. destruct S as [SB SR].
  assert (K : forall T, dF goal (upd_s s T e)).
  2: { specialize (K (ns e s)). now rewrite upd_s_same in K. }
  intros T. apply (set_induction (fun T => dF goal (upd_s s T e)) (fun v => dP key (push (VR v) e))).
  - (* empty *) intros U HU. rewrite <- G. apply V. apply remove_sat with (i_none s).
    + now apply absent_S.
    + unfold i_none. cbn [dF]. intros v. rewrite neg_ok. cbn [dF dS]. rewrite bd0_ok. simpl. rewrite Pos.eqb_refl. apply HU.
  - (* an element of least key *) intros U v Hv HL HW.
    set (E := upd_r x v (upd_s s U e)).
    assert (Ev : nr E x = v) by (unfold E; simpl; now rewrite Pos.eqb_refl).
    assert (Es : ns E s = U) by (unfold E; simpl; now rewrite Pos.eqb_refl).
    assert (Ek : forall w, dP key (push (VR w) E) = dP key (push (VR w) e)).
    { intros w. unfold E. change (push (VR w) (upd_r x v (upd_s s U e))) with (upd_r x v (upd_s s U (push (VR w) e))).
      rewrite (absRP_ok x key) by assumption. now apply absSP_ok. }
    apply (absRF_ok x goal G6 v). fold E. rewrite <- G0. apply W.
    apply remove_sat with (Fi (var x) (Sv s)); [apply remove_sat with (i_least s x key);
      [apply remove_sat with (putSF s (i_rest s x) goal)|]|].
    + apply absent_R; auto. now apply absent_S.
    + apply putSF_ok. unfold i_rest. cbn [dS].
      rewrite (filt_ext _ _ (fun y => ~ y = v)).
      2: { intros y. rewrite neg_ok, same_ok, var_ok, Ev. tauto. }
      rewrite Es. change (filt U (fun y => y <> v)) with (without U v).
      unfold E. rewrite <- upd_r_s, upd_s_s. apply absRF_ok; auto.
    + unfold i_least. apply every_ok. intros w Hw. cbn [dF drel dS] in *. rewrite psub_ok, shP1, openP_ok, var_ok, Ev, !Ek.
      rewrite Es in Hw. specialize (HL w Hw). simpl in HL. lra.
    + cbn [dF dS]. now rewrite var_ok, Ev, Es.
Qed.

(* sums and maxima *)
Definition r_sum_sign (p : thm) (x : positive) (s : set) : option thm :=
  match concl p with
  | Fr Rge f =>
      let rest := remove (Fi (var x) s) (hyps p) in
      absent (s_absR x) rest ;; absS (s_absR x) s ;; Some (Thm rest (Fr Rge (msum1 s (closeRP x f))))
  | _ => None
  end.
Lemma r_sum_sign_ok p x s t : r_sum_sign p x s = Some t -> valid p -> valid t.
Proof.
  unfold r_sum_sign. intros H V. guards. intros e S. cbn [concl hyps dF drel] in *. rewrite msum1_ok. apply sum_pos.
  intros v Hv. rewrite closeRP_ok. specialize (V (upd_r x v e)). rewrite G in V. apply V.
  apply remove_sat with (Fi (var x) s).
  - now apply absent_R.
  - cbn [dF]. rewrite var_ok, absRS_ok by assumption. simpl. now rewrite Pos.eqb_refl.
Qed.

Definition r_sum_split (s : set) (f : form) (b : poly) : option thm :=
  Some (Thm [] (equal (msum1 s b) (padd (msum1 (Sf s f) b) (msum1 (Sf s (neg f)) b)))).
Lemma r_sum_split_ok s f b t : r_sum_split s f b = Some t -> valid t.
Proof.
  intros H. injection H as <-. intros e _. cbn [concl]. apply equal_ok. rewrite padd_ok, !msum1_ok. cbn [dS].
  rewrite (filt_ext (dS s e) (fun v => dF (neg f) (push (VR v) e)) (fun v => ~ dF f (push (VR v) e))) by (intros; apply neg_ok).
  apply sum_split.
Qed.

Definition r_sum_one (p : thm) (b x : poly) (s : set) : option thm :=
  eqF (concl p) (Fi x s) ;; Some (Thm (hyps p) (equal (msum1 (Sf s (same x)) b) (openP x b))).
Lemma r_sum_one_ok p b x s t : r_sum_one p b x s = Some t -> valid p -> valid t.
Proof.
  unfold r_sum_one. intros H V. guards. intros e S. specialize (V e S). rewrite G in V. cbn [concl dF] in *. apply equal_ok.
  rewrite msum1_ok, openP_ok. cbn [dS]. rewrite (filt_ext _ _ (fun v => v = dP x e)) by (intros; apply same_ok).
  now apply (sum_one (dS s e) (dP x e) (fun v => dP b (push (VR v) e))).
Qed.

Definition r_sum_ext (p q : thm) (x : positive) (s u : set) (b : poly) : option thm :=
  let rest := union (remove (Fi (var x) s) (hyps p)) (remove (Fi (var x) u) (hyps q)) in
  eqF (concl p) (Fi (var x) u) ;; eqF (concl q) (Fi (var x) s) ;;
  absent (s_absR x) rest ;; absS (s_absR x) s ;; absS (s_absR x) u ;;
  Some (Thm rest (equal (msum1 s b) (msum1 u b))).
Lemma r_sum_ext_ok p q x s u b t : r_sum_ext p q x s u b = Some t -> valid p -> valid q -> valid t.
Proof.
  unfold r_sum_ext. set (rest := union _ _). intros H V W. guards. intros e S. cbn [concl hyps] in *. apply equal_ok.
  rewrite !msum1_ok. apply sum_ext_set. intros v.
  assert (SV : sat rest (upd_r x v e)) by now apply absent_R. unfold rest in SV. apply sat_union in SV. destruct SV as [S1 S2].
  assert (Ev : nr (upd_r x v e) x = v) by (simpl; now rewrite Pos.eqb_refl).
  specialize (V (upd_r x v e)). specialize (W (upd_r x v e)). rewrite G in V. rewrite G0 in W. cbn [dF] in V, W.
  rewrite var_ok, Ev, (absRS_ok x u) in V by assumption. rewrite var_ok, Ev, (absRS_ok x s) in W by assumption.
  split; intros Hv; [apply V|apply W]; (eapply remove_sat; [eassumption|]); cbn [dF];
    now rewrite var_ok, Ev, absRS_ok.
Qed.

Definition r_sum_swap (x y : positive) (s u : set) (f : form) (b : poly) : option thm :=
  negb (Pos.eqb x y) ;; absS (s_absR x) s ;; absS (s_absR y) s ;; absS (s_absR x) u ;; absS (s_absR y) u ;;
  Some (Thm [] (equal
    (msum1 s (closeRP x (msum1 (Sf u (closeRF y f)) (closeRP y b))))
    (msum1 u (closeRP y (msum1 (Sf s (closeRF x f)) (closeRP x b)))))).
Lemma upd_r_r x y v w e : x <> y -> upd_r x v (upd_r y w e) = upd_r y w (upd_r x v e).
Proof.
  intros N. unfold upd_r. simpl. f_equal. extensionality z.
  destruct (Pos.eqb_spec x z), (Pos.eqb_spec y z); congruence.
Qed.
Lemma r_sum_swap_ok x y s u f b t : r_sum_swap x y s u f b = Some t -> valid t.
Proof.
  unfold r_sum_swap. intros H. guards. intros e _. cbn [concl]. apply equal_ok. rewrite !msum1_ok.
  assert (N : x <> y) by (intros ->; now rewrite Pos.eqb_refl in G).
  set (P := fun v w => dF f (upd_r y w (upd_r x v e))). set (F := fun v w => dP b (upd_r y w (upd_r x v e))).
  transitivity (sum (dS s e) (fun v => sum (filt (dS u e) (fun w => P v w)) (fun w => F v w))).
  - apply sum_ext. intros v _. rewrite closeRP_ok, msum1_ok. cbn [dS]. rewrite absRS_ok by assumption.
    rewrite (filt_ext _ _ (fun w => P v w)) by (intros w; apply closeRF_ok).
    apply sum_ext. intros w _. apply closeRP_ok.
  - rewrite sum_swap. symmetry. apply sum_ext. intros w _. rewrite closeRP_ok, msum1_ok. cbn [dS]. rewrite absRS_ok by assumption.
    rewrite (filt_ext _ _ (fun v => P v w)) by (intros v; rewrite closeRF_ok, upd_r_r by auto; reflexivity).
    apply sum_ext. intros v _. rewrite closeRP_ok, upd_r_r by auto. reflexivity.
Qed.

Definition r_max_bound (p : thm) (s : set) (x b : poly) : option thm :=
  eqF (concl p) (Fi x s) ;; Some (Thm (hyps p) (Fr Rge (psub (pA (Amax s b)) (openP x b)))).
Lemma r_max_bound_ok p s x b t : r_max_bound p s x b = Some t -> valid p -> valid t.
Proof.
  unfold r_max_bound. intros H V. guards. intros e S. specialize (V e S). rewrite G in V. cbn [concl dF drel] in *.
  rewrite psub_ok, pA_ok, openP_ok. cbn [dA]. pose proof (fmax_ge _ (fun v => dP b (push (VR v) e)) _ V). simpl in *. lra.
Qed.

Definition r_max_attained (p : thm) (s : set) (x b : poly) : option thm :=
  eqF (concl p) (Fi x s) ;;
  Some (Thm (hyps p) (neg (every s (neg (equal (shP 1 (pA (Amax s b))) b))))).
Lemma r_max_attained_ok p s x b t : r_max_attained p s x b = Some t -> valid p -> valid t.
Proof.
  unfold r_max_attained. intros H V. guards. intros e S. specialize (V e S). rewrite G in V. cbn [concl] in *. rewrite neg_ok.
  rewrite every_ok. intros N. cbn [dF] in V.
  destruct (fmax_in _ (fun v => dP b (push (VR v) e)) _ V) as [v [Hv E]]. specialize (N v Hv). rewrite neg_ok, equal_ok in N.
  apply N. rewrite shP1, pA_ok. symmetry. exact E.
Qed.

(* derivatives *)
Definition known (ps : list thm) (f : form) : option (list positive) :=
  match find (fun p => eqF (concl p) f) ps with Some p => Some (hyps p) | None => None end.
Lemma known_ok ps f h : known ps f = Some h -> (forall p, In p ps -> valid p) -> forall e, sat h e -> dF f e.
Proof.
  unfold known. intros H V e S. destruct (find _ ps) as [p|] eqn:F; try discriminate H. injection H as <-.
  apply find_some in F. destruct F as [I E]. apply eqF_eq in E. rewrite <- E. apply (V p I e S).
Qed.
Fixpoint any_known (ps : list thm) (g : form -> form) (alts : list form) : option (list positive) :=
  match alts with
  | [] => None
  | f :: alts => match known ps (g f) with Some h => Some h | None => any_known ps g alts end
  end.
Fixpoint all_known (ps : list thm) (g : form -> form) (cs : conds) : option (list positive) :=
  match cs with
  | [] => Some []
  | alts :: cs =>
      match any_known ps g alts, all_known ps g cs with Some h, Some h' => Some (union h h') | _, _ => None end
  end.
Lemma all_known_ok ps g : (forall p, In p ps -> valid p) -> forall cs h, all_known ps g cs = Some h ->
  forall e, sat h e -> List.Forall (fun alts => List.Exists (fun f => dF (g f) e) alts) cs.
Proof.
  intros V. induction cs as [|alts cs IH]; intros h H e S; cbn [all_known] in H; [constructor|].
  destruct (any_known ps g alts) as [h1|] eqn:A; try discriminate H.
  destruct (all_known ps g cs) as [h2|]; try discriminate H. injection H as <-. apply sat_union in S. destruct S as [S1 S2].
  constructor; [|eapply IH; eauto]. clear - V A S1. revert h1 A S1. induction alts as [|f alts IH]; intros h A S; [discriminate A|].
  cbn [any_known] in A. destruct (known ps (g f)) eqn:K.
  - injection A as <-. apply Exists_cons_hd. eapply known_ok; eauto.
  - apply Exists_cons_tl. eapply IH; eauto.
Qed.

Definition r_deriv (ps : list thm) (x : positive) (f v : poly) : option thm :=
  match vP x f with
  | Some (slope, cs) =>
      match all_known ps (putRF x v) cs with
      | Some h => Some (Thm h (equal (pA (Ader (closeRP x f) v)) (putRP x v slope)))
      | None => None
      end
  | None => None
  end.
Lemma r_deriv_ok ps x f v t : r_deriv ps x f v = Some t -> (forall p, In p ps -> valid p) -> valid t.
Proof.
  unfold r_deriv. intros H V. destruct (vP x f) as [[slope cs]|] eqn:D; try discriminate H.
  destruct (all_known _ _ _) as [h|] eqn:K; try discriminate H. injection H as <-.
  intros e S. cbn [concl hyps] in *. apply equal_ok. rewrite pA_ok, putRP_ok. cbn [dA].
  rewrite (Derive_ext _ (fun r => dP f (upd_r x r e))) by (intros r; apply closeRP_ok).
  apply is_derive_unique. apply (proj1 (proj2 (proj2 (derivative_ok x))) f _ _ e (dP v e) D).
  pose proof (all_known_ok _ _ V _ _ K e S) as A. unfold holds. revert A. apply Forall_impl. intros alts. apply Exists_impl.
  intros g. apply putRF_ok.
Qed.

Definition r_deriv_ext (p : thm) (x : positive) (f g v : poly) : option thm :=
  eqF (concl p) (equal f g) ;; absent (s_absR x) (hyps p) ;;
  Some (Thm (hyps p) (equal (pA (Ader (closeRP x f) v)) (pA (Ader (closeRP x g) v)))).
Lemma r_deriv_ext_ok p x f g v t : r_deriv_ext p x f g v = Some t -> valid p -> valid t.
Proof.
  unfold r_deriv_ext. intros H V. guards. intros e S. cbn [concl hyps] in *. apply equal_ok. rewrite !pA_ok. cbn [dA].
  apply Derive_ext. intros r. rewrite !closeRP_ok. specialize (V (upd_r x r e) (absent_R x _ G0 r e S)).
  rewrite G in V. now apply equal_ok.
Qed.

Definition r_rise (ps : list thm) (x : positive) (f a b : poly) : option thm :=
  match vP x f with
  | Some (slope, cs) =>
      match all_known ps (fun f => f) ([Fr Rge slope] :: cs) with
      | Some h =>
          let rest := remove (Fr Rge (psub (var x) a)) (remove (Fr Rge (psub b (var x))) h) in
          absP (s_absR x) a ;; absP (s_absR x) b ;; absent (s_absR x) rest ;;
          Some (Thm rest (Fm (Fr Rge (psub b a)) (Fr Rge (psub (putRP x b f) (putRP x a f)))))
      | None => None
      end
  | None => None
  end.
Lemma r_rise_ok ps x f a b t : r_rise ps x f a b = Some t -> (forall p, In p ps -> valid p) -> valid t.
Proof.
  unfold r_rise. intros H V. destruct (vP x f) as [[slope cs]|] eqn:D; try discriminate H.
  destruct (all_known _ _ _) as [h|] eqn:K; try discriminate H. guards.
  intros e S. cbn [concl hyps dF drel] in *. rewrite !psub_ok, !putRP_ok. intros L.
  assert (A : forall v, dP a e <= v <= dP b e ->
    List.Forall (fun alts => List.Exists (fun f => dF f (upd_r x v e)) alts) ([Fr Rge slope] :: cs)).
  { intros v Hv. apply (all_known_ok _ _ V _ _ K (upd_r x v e)).
    apply (remove_sat (Fr Rge (psub b (var x)))); [apply (remove_sat (Fr Rge (psub (var x) a)))|].
    - now apply absent_R.
    - cbn [dF drel]. rewrite psub_ok, var_ok, absRP_ok by assumption. simpl. rewrite Pos.eqb_refl. lra.
    - cbn [dF drel]. rewrite psub_ok, var_ok, absRP_ok by assumption. simpl. rewrite Pos.eqb_refl. lra. }
  enough (dP f (upd_r x (dP a e) e) <= dP f (upd_r x (dP b e) e)) by lra.
  apply (rises (fun v => dP f (upd_r x v e)) (fun v => dP slope (upd_r x v e))).
  - lra.
  - intros v Hv. specialize (A v Hv). inversion A; subst.
    now apply (proj1 (proj2 (proj2 (derivative_ok x))) f _ _ e v D).
  - intros v Hv. specialize (A v Hv). inversion A as [|? ? A1 _]; subst. apply Exists_cons in A1. destruct A1 as [A1|A1]; [|inversion A1].
    cbn [dF drel] in A1. lra.
Qed.

End Rules.
