(* Symbolic derivatives in a free real variable, by the rules of calculus. *)
From Coq Require Import Reals QArith Qreals List Bool PArith ZArith Arith Lia Lra FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Varproof Require Import Finite Term Substitution.
Import ListNotations.
Close Scope Q_scope.
Open Scope R_scope.

Definition every (s : set) (f : form) : form := Fa SReal (Fm (Fi (pA (Abd 0)) (shS 1 s)) f).
Lemma shS1 s v e : dS (shS 1 s) (push v e) = dS s e. Proof. exact (shS_ok [v] e s). Qed.
Lemma shP1 s v e : dP (shP 1 s) (push v e) = dP s e. Proof. exact (shP_ok [v] e s). Qed.
Lemma every_ok s f e : dF (every s f) e <-> forall v, In v (dS s e) -> dF f (push (VR v) e).
Proof.
  unfold every. cbn [dF]. split; intros H v.
  - intros Hv. apply H. now rewrite shS1, pA_ok.
  - intros Hv. apply H. now rewrite shS1, pA_ok in Hv.
Qed.

Definition upd_r (x : positive) (r : R) (e : env) :=
  Env (stk e) (fun y => if Pos.eqb x y then r else nr e y) (ns e) (nf e).
Definition s_absR (x : positive) := Sub (fun y => if Pos.eqb x y then Some P0 else None) nos free0 BI.
Lemma s_absR_ok x e : okay (s_absR x) e (upd_r x 0 e).
Proof. split; simpl; auto. intros y. destruct (Pos.eqb x y); auto. Qed.
Lemma upd_upd x r t e : upd_r x r (upd_r x t e) = upd_r x r e.
Proof. unfold upd_r. simpl. f_equal. extensionality y. destruct (Pos.eqb x y); auto. Qed.

Lemma absR_A x a : absA (s_absR x) a = true -> forall t r e, dA a (upd_r x t e) = dA a (upd_r x r e).
Proof.
  intros H t r e. rewrite (absA_ok _ _ _ (s_absR_ok x (upd_r x t e)) a H), (absA_ok _ _ _ (s_absR_ok x (upd_r x r e)) a H).
  now rewrite !upd_upd.
Qed.
Lemma absR_S x a : absS (s_absR x) a = true -> forall t r e, dS a (upd_r x t e) = dS a (upd_r x r e).
Proof.
  intros H t r e. destruct (abs_ok _ _ _ (s_absR_ok x (upd_r x t e))) as (_ & H1 & _).
  destruct (abs_ok _ _ _ (s_absR_ok x (upd_r x r e))) as (_ & H2 & _).
  rewrite (H1 a H), (H2 a H). now rewrite !upd_upd.
Qed.

Definition conds := list (list form).
Definition half := Qmake 1 2.

Fixpoint vA (x : positive) (a : atom) {struct a} : option (poly * conds) :=
  if absA (s_absR x) a then Some (P0, []) else
  match a with
  | Avar y => if Pos.eqb x y then Some (pone, []) else None
  | Ainv u =>
      match vP x u with
      | Some (du, cs) => Some (pmul (pscale (-1) (pmul (pinv u) (pinv u))) du, [Fr Rgt u; Fr Rgt (pscale (-1) u)] :: cs)
      | None => None
      end
  | Afn Flog u =>
      match vP x u with Some (du, cs) => Some (pmul (pinv u) du, [Fr Rgt u] :: cs) | None => None end
  | Afn Fsqrt u =>
      match vP x u with
      | Some (du, cs) => Some (pmul (pscale half (pinv (pA a))) du, [Fr Rgt u] :: cs)
      | None => None
      end
  | Asum s m =>
      if absS (s_absR x) s then
        match vM x m with Some (dm, cs) => Some (msum1 s dm, map (map (every s)) cs) | None => None end
      else None
  | _ => None
  end
with vM (x : positive) (m : mono) {struct m} : option (poly * conds) :=
  match m with
  | M1 => Some (P0, [])
  | Mp a k m' =>
      match vA x a, vM x m' with
      | Some (da, c1), Some (dm, c2) =>
          let low := match k with xH => m' | _ => Mp a (Pos.pred k) m' end in
          Some (padd (pmul (pm low (Zpos k # 1)) da) (pmulm (Mp a k M1) 1 dm), c1 ++ c2)
      | _, _ => None
      end
  | Me n q m' =>
      match vM x n, vM x m' with
      | Some (dn, c1), Some (dm, c2) => Some (padd (pmul (pm m q) dn) (pmulm (Me n q M1) 1 dm), c1 ++ c2)
      | _, _ => None
      end
  end
with vP (x : positive) (p : poly) {struct p} : option (poly * conds) :=
  match p with
  | P0 => Some (P0, [])
  | Pc m c p =>
      match vM x m, vP x p with
      | Some (dm, c1), Some (dp, c2) => Some (padd (pscale c dm) dp, c1 ++ c2)
      | _, _ => None
      end
  end.

Definition holds (cs : conds) (e : env) := List.Forall (fun alts => List.Exists (fun f => dF f e) alts) cs.
Lemma holds_app a b e : holds (a ++ b) e -> holds a e /\ holds b e.
Proof. apply Forall_app. Qed.
Lemma holds_every cs s e : holds (map (map (every s)) cs) e -> forall v, In v (dS s e) -> holds cs (push (VR v) e).
Proof.
  intros H v Hv. unfold holds in *. rewrite Forall_map in H. revert H. apply Forall_impl. intros alts H.
  rewrite Exists_map in H. revert H. apply Exists_impl. intros f H. rewrite every_ok in H. auto.
Qed.

Lemma deriv_eq (f : R -> R) (x l l' : R) : is_derive f x l -> l = l' -> is_derive f x l'.
Proof. now intros H <-. Qed.

Lemma is_derive_plus' f g x df dg : is_derive f x df -> is_derive g x dg -> is_derive (fun t => f t + g t) x (df + dg).
Proof. apply (is_derive_plus (K := R_AbsRing) (V := R_NormedModule)). Qed.
Lemma is_derive_mult' f g x df dg :
  is_derive f x df -> is_derive g x dg -> is_derive (fun t => f t * g t) x (df * g x + f x * dg).
Proof. intros. apply (is_derive_mult (K := R_AbsRing) f g); auto. intros; apply Rmult_comm. Qed.
Lemma is_derive_comp' f g x df dg :
  is_derive f (g x) df -> is_derive g x dg -> is_derive (fun t => f (g t)) x (dg * df).
Proof. intros. apply (is_derive_comp (K := R_AbsRing) (V := R_NormedModule) f g); auto. Qed.
Lemma is_derive_const' c x : is_derive (fun _ => c) x 0.
Proof. apply (is_derive_const (K := R_AbsRing) (V := R_NormedModule)). Qed.

Definition PA x a := forall p cs e r, vA x a = Some (p, cs) -> holds cs (upd_r x r e) ->
  is_derive (fun t => dA a (upd_r x t e)) r (dP p (upd_r x r e)).
Definition PM x a := forall p cs e r, vM x a = Some (p, cs) -> holds cs (upd_r x r e) ->
  is_derive (fun t => dM a (upd_r x t e)) r (dP p (upd_r x r e)).
Definition PP x a := forall p cs e r, vP x a = Some (p, cs) -> holds cs (upd_r x r e) ->
  is_derive (fun t => dP a (upd_r x t e)) r (dP p (upd_r x r e)).

Lemma const_A x a : absA (s_absR x) a = true -> forall e r, is_derive (fun t => dA a (upd_r x t e)) r 0.
Proof.
  intros H e r. apply (is_derive_ext (fun _ => dA a (upd_r x r e))).
  - intros t. apply (absR_A x a H).
  - apply is_derive_const'.
Qed.

Ltac split_option :=
  repeat match goal with
  | H : match ?c with Some _ => _ | None => _ end = Some _ |- _ => destruct c as [[? ?]|] eqn:?; try discriminate H
  | H : (if ?c then _ else _) = Some _ |- _ => destruct c eqn:?; try discriminate H
  | H : Some _ = Some _ |- _ => injection H as <- <-
  end.
Ltac start H :=
  intros p cs e r H C; cbn [vA] in H;
  match type of H with (if ?c then _ else _) = _ => destruct c eqn:A; [injection H as <- <-; now apply const_A|] end;
  try discriminate H.

Lemma derivative_ok x :
  (forall a, PA x a) /\ (forall m, PM x m) /\ (forall p, PP x p) /\ (forall l : polys, True) /\ (forall s : set, True) /\
  (forall f : form, True).
Proof.
  apply syntax_ind; unfold PA, PM, PP; auto.
  - (* var *) intros y. start H. split_option. apply Pos.eqb_eq in Heqb. subst y. rewrite pone_ok.
    apply (is_derive_ext (fun t => t)); [intros t; simpl; now rewrite Pos.eqb_refl|]. apply (is_derive_id (K := R_AbsRing)).
  - intros k. start H.
  - intros h l _. start H.
  - (* inv *) intros u IH. start H. split_option. inversion C as [|? ? C1 C2]; subst. specialize (IH _ _ _ _ eq_refl C2).
    cbn [dA]. eapply deriv_eq.
    + apply (is_derive_inv (fun t => dP u (upd_r x t e))); [exact IH|].
      apply Exists_cons in C1. destruct C1 as [C1|C1]; [|apply Exists_cons in C1; destruct C1 as [C1|C1]; [|inversion C1]];
        cbn [dF drel] in C1; rewrite ?pscale_ok, ?Q2R_m1 in C1; lra.
    + rewrite pmul_ok, pscale_ok, pmul_ok, pinv_ok, Q2R_m1. 
      assert (N : dP u (upd_r x r e) <> 0).
      { apply Exists_cons in C1. destruct C1 as [C1|C1]; [|apply Exists_cons in C1; destruct C1 as [C1|C1]; [|inversion C1]];
        cbn [dF drel] in C1; rewrite ?pscale_ok, ?Q2R_m1 in C1; lra. }
      field. exact N.
  - (* log, sqrt *) intros f u IH. start H. destruct f; try discriminate H; split_option;
      inversion C as [|? ? C1 C2]; subst; specialize (IH _ _ _ _ eq_refl C2);
      (apply Exists_cons in C1; destruct C1 as [C1|C1]; [|inversion C1]); cbn [dF drel] in C1; cbn [dA dfn].
    + eapply deriv_eq.
      * apply (is_derive_comp' ln (fun t => dP u (upd_r x t e))); [|exact IH].
        apply is_derive_Reals, derivable_pt_lim_ln. lra.
      * rewrite pmul_ok, pinv_ok. ring.
    + eapply deriv_eq.
      * apply (is_derive_comp' sqrt (fun t => dP u (upd_r x t e))); [|exact IH].
        apply is_derive_Reals, derivable_pt_lim_sqrt. lra.
      * rewrite pmul_ok, pscale_ok, pinv_ok, pA_ok. cbn [dA dfn]. unfold half, Q2R. simpl.
        assert (sqrt (dP u (upd_r x r e)) > 0) by (apply sqrt_lt_R0; lra). field. lra.
  - (* sum *) intros s _ m IH. start H. split_option. cbn [dA]. rewrite msum1_ok.
    apply (is_derive_ext (fun t => sum (dS s (upd_r x r e)) (fun v => dM m (upd_r x t (push (VR v) e))))).
    + intros t. rewrite (absR_S x s Heqb t r e). reflexivity.
    + apply is_derive_sum. intros v Hv. apply (IH p0 c (push (VR v) e) r eq_refl). apply (holds_every _ _ _ C v Hv).
  - intros s _ q _. start H.
  - intros q _ q' _. start H.
  - intros p cs e r H C. injection H as <- <-. cbn [dM dP]. apply is_derive_const'.
  - (* power *) intros a IHa k m IHm p cs e r H C. cbn [vM] in H. split_option. apply holds_app in C. destruct C as [C1 C2].
    specialize (IHa _ _ e r eq_refl C1). specialize (IHm _ _ e r eq_refl C2). cbn [dM].
    eapply deriv_eq.
    + apply (is_derive_mult' (fun t => dA a (upd_r x t e) ^ Pos.to_nat k) (fun t => dM m (upd_r x t e))); [|exact IHm].
      apply (is_derive_pow (fun t => dA a (upd_r x t e))). exact IHa.
    + rewrite padd_ok, pmul_ok, pm_ok, pmulm_ok. rewrite Q2R_int, Q2R_1. cbn [dM].
      assert (E : dM (match k with xH => m | _ => Mp a (Pos.pred k) m end) (upd_r x r e) =
                  dA a (upd_r x r e) ^ pred (Pos.to_nat k) * dM m (upd_r x r e)).
      { destruct k; cbn [dM]; try (f_equal; f_equal; rewrite <- Pos2Nat.inj_pred by lia; reflexivity || lia).
        change (Pos.to_nat 1) with 1%nat. simpl. ring. }
      rewrite E. replace (INR (Pos.to_nat k)) with (IZR (Zpos k)) by (rewrite <- positive_nat_Z, <- INR_IZR_INZ; auto). ring.
  - (* exp *) intros n IHn q m IHm p cs e r H C. cbn [vM] in H. split_option. apply holds_app in C. destruct C as [C1 C2].
    specialize (IHn _ _ e r eq_refl C1). specialize (IHm _ _ e r eq_refl C2). cbn [dM].
    eapply deriv_eq.
    + apply (is_derive_mult' (fun t => exp (Q2R q * dM n (upd_r x t e))) (fun t => dM m (upd_r x t e))); [|exact IHm].
      apply (is_derive_comp' exp (fun t => Q2R q * dM n (upd_r x t e))).
      * apply is_derive_Reals, derivable_pt_lim_exp.
      * apply (is_derive_mult' (fun _ => Q2R q) (fun t => dM n (upd_r x t e))); [apply is_derive_const'|exact IHn].
    + rewrite padd_ok, pmul_ok, pm_ok, pmulm_ok, Q2R_1. cbn [dM]. ring.
  - intros p cs e r H C. injection H as <- <-. cbn [dM dP]. apply is_derive_const'.
  - intros m IHm c q IHp p cs e r H C. cbn [vP] in H. split_option. apply holds_app in C. destruct C as [C1 C2].
    specialize (IHm _ _ e r eq_refl C1). specialize (IHp _ _ e r eq_refl C2). cbn [dP].
    rewrite padd_ok, pscale_ok. apply is_derive_plus'; [|exact IHp]. eapply deriv_eq.
    + apply (is_derive_mult' (fun _ => Q2R c) (fun t => dM m (upd_r x t e))); [apply is_derive_const'|exact IHm].
    + ring.
Qed.
