(* Substitution: one traversal, sound for any leaves that have the right meaning; then shift, sums, instantiation. *)
From Coq Require Import Reals QArith Qreals List Bool PArith ZArith Arith Lia Lra FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Varproof Require Import Finite Term.
Import ListNotations.
Close Scope Q_scope.
Open Scope R_scope.

Definition orP (p : poly) (o : option poly) := match o with Some q => q | None => p end.
Definition orL (p : polys) (o : option polys) := match o with Some q => q | None => p end.
Definition orS (p : set) (o : option set) := match o with Some q => q | None => p end.
Definition orF (p : form) (o : option form) := match o with Some q => q | None => p end.
Definition ffalse := Fr Rgt P0.
Definition sempty := Sf (Sv 1) ffalse.

Section Rebuild.
Variable msum : set -> poly -> poly.
Variable lv : nat -> positive -> option poly.
Variable lb : nat -> nat -> option poly.
Variable lsv : nat -> positive -> option set.
Variable lsb : nat -> nat -> option set.
Variable lap : nat -> head -> polys -> option poly.

Fixpoint rA (d : nat) (a : atom) {struct a} : option poly :=
  match a with
  | Avar x => lv d x
  | Abd k => lb d k
  | Aapp h l =>
      match rL d l with
      | None => lap d h l
      | Some l => Some (orP (pA (Aapp h l)) (lap d h l))
      end
  | Ainv p => match rP d p with None => None | Some p => Some (pinv p) end
  | Afn f p => match rP d p with None => None | Some p => Some (pA (Afn f p)) end
  | Asum s m =>
      match rS d s, rM (S d) m with
      | None, None => None
      | Some s, None => Some (msum s (pm m 1))
      | None, Some p => Some (msum s p)
      | Some s, Some p => Some (msum s p)
      end
  | Amax s p =>
      match rS d s, rP (S d) p with
      | None, None => None
      | s', p' => Some (pA (Amax (orS s s') (orP p p')))
      end
  | Ader p q =>
      match rP (S d) p, rP d q with
      | None, None => None
      | p', q' => Some (pA (Ader (orP p p') (orP q q')))
      end
  end
with rM (d : nat) (m : mono) {struct m} : option poly :=
  match m with
  | M1 => None
  | Mp a k m =>
      match rA d a, rM d m with
      | None, None => None
      | None, Some q => Some (pmulm (Mp a k M1) 1 q)
      | Some p, None => Some (pmul (ppow_pos p k) (pm m 1))
      | Some p, Some q => Some (pmul (ppow_pos p k) q)
      end
  | Me n q m =>
      match rM d n, rM d m with
      | None, None => None
      | None, Some r => Some (pmulm (Me n q M1) 1 r)
      | Some p, None => Some (pmul (pexp q p) (pm m 1))
      | Some p, Some r => Some (pmul (pexp q p) r)
      end
  end
with rP (d : nat) (p : poly) {struct p} : option poly :=
  match p with
  | P0 => None
  | Pc m c p =>
      match rM d m, rP d p with
      | None, None => None
      | None, Some q => Some (padd (pm m c) q)
      | Some r, None => Some (padd (pscale c r) p)
      | Some r, Some q => Some (padd (pscale c r) q)
      end
  end
with rL (d : nat) (l : polys) {struct l} : option polys :=
  match l with
  | L0 => None
  | Lc n p l =>
      match rP (n + d) p, rL d l with
      | None, None => None
      | p', l' => Some (Lc n (orP p p') (orL l l'))
      end
  end
with rS (d : nat) (s : set) {struct s} : option set :=
  match s with
  | Sv x => lsv d x
  | Sb k => lsb d k
  | Sf s f =>
      match rS d s, rF (S d) f with
      | None, None => None
      | s', f' => Some (Sf (orS s s') (orF f f'))
      end
  end
with rF (d : nat) (f : form) {struct f} : option form :=
  match f with
  | Fr r p => match rP d p with None => None | Some p => Some (Fr r p) end
  | Fi p s =>
      match rP d p, rS d s with
      | None, None => None
      | p', s' => Some (Fi (orP p p') (orS s s'))
      end
  | Fm f g =>
      match rF d f, rF d g with
      | None, None => None
      | f', g' => Some (Fm (orF f f') (orF g g'))
      end
  | Fa s f => match rF (S d) f with None => None | Some f => Some (Fa s f) end
  end.

Hypothesis Hmsum : forall s p e, dP (msum s p) e = sum (dS s e) (fun v => dP p (push (VR v) e)).
Variables e e' : env.
Hypothesis Hlv : forall l x, dP (orP (pA (Avar x)) (lv (length l) x)) (pre l e) = nr e' x.
Hypothesis Hlb : forall l k, dP (orP (pA (Abd k)) (lb (length l) k)) (pre l e) = vreal (nth_error (l ++ stk e') k).
Hypothesis Hlsv : forall l x, dS (orS (Sv x) (lsv (length l) x)) (pre l e) = ns e' x.
Hypothesis Hlsb : forall l k, dS (orS (Sb k) (lsb (length l) k)) (pre l e) = vset (nth_error (l ++ stk e') k).
Hypothesis Hlap : forall l h ps,
  dP (orP (pA (Aapp h ps)) (lap (length l) h ps)) (pre l e) = dhead h (dL ps (pre l e)) (pre l e').

Lemma orA_ok a o en : dP (orP (pA a) o) en = match o with Some p => dP p en | None => dA a en end.
Proof. destruct o; simpl orP; auto. apply pA_ok. Qed.
Lemma orM_ok m o en : dP (orP (pm m 1) o) en = match o with Some p => dP p en | None => dM m en end.
Proof. destruct o; simpl orP; auto. rewrite pm_ok, Q2R_1. ring. Qed.
Lemma push_pre v l en : push v (pre l en) = pre (v :: l) en. Proof. reflexivity. Qed.
Lemma pre_pre l k en : pre l (pre k en) = pre (l ++ k) en.
Proof. unfold pre. cbn. now rewrite app_assoc. Qed.

Lemma rebuild_ok :
  (forall a l, dP (orP (pA a) (rA (length l) a)) (pre l e) = dA a (pre l e')) /\
  (forall m l, dP (orP (pm m 1) (rM (length l) m)) (pre l e) = dM m (pre l e')) /\
  (forall p l, dP (orP p (rP (length l) p)) (pre l e) = dP p (pre l e')) /\
  (forall ps l, dL (orL ps (rL (length l) ps)) (pre l e) = dL ps (pre l e')) /\
  (forall s l, dS (orS s (rS (length l) s)) (pre l e) = dS s (pre l e')) /\
  (forall f l, dF (orF f (rF (length l) f)) (pre l e) <-> dF f (pre l e')).
Proof.
  apply syntax_ind.
  - (* var *) intros x l. apply Hlv.
  - intros k l. apply Hlb.
  - (* app *) intros h ps IH l. specialize (IH l). cbn [rA dA]. rewrite <- IH.
    destruct (rL (length l) ps) as [ps'|]; cbn [orL]; [cbn [orP]|]; apply Hlap.
  - intros p IH l. specialize (IH l). cbn [rA dA]. rewrite <- IH. destruct (rP (length l) p); cbn [orP].
    + apply pinv_ok.
    + apply pA_ok.
  - intros f p IH l. specialize (IH l). cbn [rA dA]. rewrite <- IH. destruct (rP (length l) p); cbn [orP]; apply pA_ok.
  - (* sum *) intros s IHs m IHm l. specialize (IHs l). simpl.
    assert (E : (fun v => dP (orP (pm m 1) (rM (S (length l)) m)) (push (VR v) (pre l e))) = (fun v => dM m (push (VR v) (pre l e')))).
    { extensionality v. rewrite push_pre, (push_pre (VR v)). apply (IHm (VR v :: l)). }
    rewrite <- IHs, <- E. 
    destruct (rS (length l) s), (rM (S (length l)) m); cbn [orP orS]; try (rewrite Hmsum; reflexivity).
    rewrite pA_ok. cbn [dA]. f_equal. extensionality v. rewrite pm_ok, Q2R_1. ring.
  - (* max *) intros s IHs p IHp l. specialize (IHs l). simpl.
    assert (E : (fun v => dP (orP p (rP (S (length l)) p)) (push (VR v) (pre l e))) = (fun v => dP p (push (VR v) (pre l e')))).
    { extensionality v. rewrite push_pre, (push_pre (VR v)). apply (IHp (VR v :: l)). }
    rewrite <- IHs, <- E.
    destruct (rS (length l) s), (rP (S (length l)) p); cbn [orP orS]; rewrite pA_ok; reflexivity.
  - (* deriv *) intros p IHp q IHq l. specialize (IHq l). simpl.
    assert (E : (fun v => dP (orP p (rP (S (length l)) p)) (push (VR v) (pre l e))) = (fun v => dP p (push (VR v) (pre l e')))).
    { extensionality v. rewrite push_pre, (push_pre (VR v)). apply (IHp (VR v :: l)). }
    rewrite <- IHq, <- E.
    destruct (rP (length l) q), (rP (S (length l)) p); cbn [orP orS]; rewrite pA_ok; reflexivity.
  - (* M1 *) intros l. cbn [rM orP]. rewrite pm_ok, Q2R_1. cbn [dM]. ring.
  - intros a IHa k m IHm l. specialize (IHa l). specialize (IHm l). rewrite orA_ok in IHa. rewrite orM_ok in IHm.
    cbn [rM]. destruct (rA (length l) a), (rM (length l) m); cbn [orP];
    rewrite ?pmul_ok, ?pmulm_ok, ?ppow_ok, ?pm_ok, ?Q2R_1; cbn [dM]; rewrite ?IHa, ?IHm; ring.
  - intros n IHa k m IHm l. specialize (IHa l). specialize (IHm l). rewrite orM_ok in IHa. rewrite orM_ok in IHm.
    cbn [rM]. destruct (rM (length l) n), (rM (length l) m); cbn [orP];
    rewrite ?pmul_ok, ?pmulm_ok, ?pexp_ok, ?pm_ok, ?Q2R_1; cbn [dM]; rewrite ?IHa, ?IHm; ring.
  - (* P0 *) reflexivity.
  - intros m IHm c p IHp l. specialize (IHm l). specialize (IHp l). rewrite orM_ok in IHm.
    cbn [rP]. destruct (rM (length l) m), (rP (length l) p); cbn [orP dP] in *; rewrite ?padd_ok, ?pscale_ok, ?pm_ok;
    rewrite ?IHm, ?IHp; ring.
  - reflexivity.
  - (* argument *) intros n p IHp ps IHps l. specialize (IHps l).
    assert (E : curry n (fun xs => dP (orP p (rP (n + length l) p)) (pre (map VR xs) (pre l e))) =
                curry n (fun xs => dP p (pre (map VR xs) (pre l e')))).
    { apply curry_ext. intros xs L. rewrite !pre_pre, <- (IHp (map VR xs ++ l)), app_length, map_length, L. reflexivity. }
    cbn [rL dL]. rewrite <- IHps, <- E. destruct (rP (n + length l) p), (rL (length l) ps); reflexivity.
  - intros x l. apply Hlsv.
  - intros k l. apply Hlsb.
  - (* filter *) intros s IHs f IHf l. specialize (IHs l). simpl. rewrite <- IHs.
    rewrite (filt_ext _ _ (fun v => dF (orF f (rF (S (length l)) f)) (push (VR v) (pre l e)))).
    2: { intros v. rewrite push_pre, (push_pre (VR v)). symmetry. apply (IHf (VR v :: l)). }
    destruct (rS (length l) s), (rF (S (length l)) f); simpl; auto.
  - (* rel *) intros r p IHp l. specialize (IHp l). simpl. destruct (rP (length l) p); simpl in *; now rewrite IHp.
  - intros p IHp s IHs l. specialize (IHp l). specialize (IHs l). simpl. rewrite <- IHp, <- IHs.
    destruct (rP (length l) p), (rS (length l) s); simpl; tauto.
  - intros f IHf g IHg l. specialize (IHf l). specialize (IHg l). simpl. rewrite <- IHf, <- IHg.
    destruct (rF (length l) f), (rF (length l) g); simpl; tauto.
  - (* all *) intros s f IHf l. simpl.
    assert (E : forall v, dF (orF f (rF (S (length l)) f)) (push v (pre l e)) <-> dF f (push v (pre l e'))).
    { intros v. rewrite push_pre, (push_pre v). apply (IHf (v :: l)). }
    destruct s; simpl dF; destruct (rF (S (length l)) f); simpl in *; split; intros H v; apply E, H.
Qed.
End Rebuild.

(* ---- sums without moving factors: linear *)

Fixpoint msum0 (s : set) (p : poly) : poly :=
  match p with P0 => P0 | Pc m c p => padd (pscale c (pA (Asum s m))) (msum0 s p) end.
Lemma msum0_ok s : forall p e, dP (msum0 s p) e = sum (dS s e) (fun v => dP p (push (VR v) e)).
Proof.
  fix IH 1. intros [|m c p] e; simpl; [now rewrite sum_0|].
  rewrite padd_ok, pscale_ok, pA_ok, IH, sum_plus, sum_scal. reflexivity.
Qed.

(* ---- shift: raise all loose indices by c *)

Definition no1 (d : nat) (x : positive) : option poly := None.
Definition no2 (d : nat) (x : positive) : option set := None.
Section Shift.
Variable c : nat.
Definition sh_b (d k : nat) : option poly := if (k <? d)%nat then None else Some (pA (Abd (k + c))).
Definition sh_sb (d k : nat) : option set := if (k <? d)%nat then None else Some (Sb (k + c)).
Definition sh_ap (d : nat) (h : head) (ps : polys) : option poly :=
  match h with Hn _ => None | Hb k => if (k <? d)%nat then None else Some (pA (Aapp (Hb (k + c)) ps)) end.
End Shift.
Definition shP' (c : nat) (p : poly) : poly := orP p (rP msum0 no1 (sh_b c) no2 (sh_sb c) (sh_ap c) 0 p).
Definition shS' (c : nat) (s : set) : set := orS s (rS msum0 no1 (sh_b c) no2 (sh_sb c) (sh_ap c) 0 s).
Definition shP (c : nat) (p : poly) : poly := match c with O => p | _ => shP' c p end.
Definition shS (c : nat) (s : set) : set := match c with O => s | _ => shS' c s end.

Lemma nth_pre1 {A} (l st : list A) k : (k < length l)%nat -> nth_error (l ++ st) k = nth_error l k.
Proof. apply nth_error_app1. Qed.
Lemma nth_pre2 {A} (l st : list A) k : (length l <= k)%nat -> nth_error (l ++ st) k = nth_error st (k - length l).
Proof. apply nth_error_app2. Qed.
Lemma nth_pre3 {A} (l m st : list A) k : (length l <= k)%nat ->
  nth_error (l ++ m ++ st) (k + length m) = nth_error (l ++ st) k.
Proof.
  intros H. rewrite nth_pre2 by lia. rewrite nth_pre2 by lia. rewrite nth_pre2 by lia. f_equal. lia.
Qed.

Ltac by_shift k l :=
  destruct (Nat.ltb_spec k (length l)); simpl orP; simpl orS; rewrite ?pA_ok; simpl;
  [rewrite ?nth_pre1 by lia; auto|rewrite ?nth_pre3 by lia; auto].

Lemma pre_nil e : pre [] e = e. Proof. now destruct e. Qed.

Lemma shift_ok' (m : list val) (e : env) :
  (forall p, dP (shP' (length m) p) (pre m e) = dP p e) /\ (forall s, dS (shS' (length m) s) (pre m e) = dS s e).
Proof.
  pose proof (rebuild_ok msum0 no1 (sh_b (length m)) no2 (sh_sb (length m)) (sh_ap (length m)) msum0_ok (pre m e) e) as H.
  match type of H with ?A -> ?B -> ?C -> ?D -> ?E -> _ =>
    assert (HA : A); [|assert (HB : B); [|assert (HC : C); [|assert (HD : D); [|assert (HE : E); [|specialize (H HA HB HC HD HE)]]]]] end.
  + intros l x. apply pA_ok.
  + intros l k. unfold sh_b. by_shift k l.
  + reflexivity.
  + intros l k. unfold sh_sb. by_shift k l.
  + intros l h ps. destruct h as [x|k]; simpl sh_ap; [apply pA_ok|]. by_shift k l.
  + destruct H as (_ & _ & HP & _ & HS & _). split.
    * intros p. specialize (HP p []). simpl length in HP. rewrite !pre_nil in HP. exact HP.
    * intros p. specialize (HS p []). simpl length in HS. rewrite !pre_nil in HS. exact HS.
Qed.
Lemma shift_ok (m : list val) (e : env) :
  (forall p, dP (shP (length m) p) (pre m e) = dP p e) /\ (forall s, dS (shS (length m) s) (pre m e) = dS s e).
Proof.
  destruct m as [|v m]; [|apply (shift_ok' (v :: m))]. split; intros; simpl; now rewrite pre_nil.
Qed.
Definition shP_ok m e := proj1 (shift_ok m e).
Definition shS_ok m e := proj2 (shift_ok m e).

(* ---- substitutions *)

Inductive bv := BI (k : nat) | BR (p : poly) | BS (s : set) | BL (ks : list nat) (t : poly).
Inductive fv := FI (k : nat) | FZ.
Record sub := Sub {
  s_r : positive -> option poly; s_s : positive -> option set; s_f : list nat -> positive -> option fv; s_b : nat -> bv }.

Fixpoint plen (l : polys) : nat := match l with L0 => O | Lc _ _ l => S (plen l) end.
Lemma plen_ok l e : length (dL l e) = plen l.
Proof. revert l. fix IH 1. intros [|n p l]; simpl; auto. Qed.
Fixpoint pkinds (l : polys) : list nat := match l with L0 => [] | Lc n _ l => n :: pkinds l end.
Lemma pkinds_ok l e : map arity (dL l e) = pkinds l.
Proof. revert l. fix IH 1. intros [|n p l]; simpl; f_equal; auto. Qed.

Definition bvsem (b : bv) (e : env) : option val :=
  match b with
  | BI k => nth_error (stk e) k
  | BR p => Some (VR (dP p e))
  | BS s => Some (VS (dS s e))
  | BL ks t => Some (VF ks (hcurry ks (fun l => dP t (pre (map kval l) e))))
  end.

Section Leaves.
Variable beta : nat -> list nat -> poly -> polys -> poly.
Variable s : sub.
Definition l_r (d : nat) (x : positive) : option poly :=
  match s_r s x with None => None | Some p => Some (shP d p) end.
Definition l_s (d : nat) (x : positive) : option set :=
  match s_s s x with None => None | Some p => Some (shS d p) end.
Definition l_b (d k : nat) : option poly :=
  if (k <? d)%nat then None else
  match s_b s (k - d) with
  | BI j => if (j + d =? k)%nat then None else Some (pA (Abd (j + d)))
  | BR p => Some (shP d p)
  | _ => Some P0
  end.
Definition l_sb (d k : nat) : option set :=
  if (k <? d)%nat then None else
  match s_b s (k - d) with
  | BI j => if (j + d =? k)%nat then None else Some (Sb (j + d))
  | BS p => Some (shS d p)
  | _ => Some sempty
  end.
Definition l_ap (d : nat) (h : head) (ps : polys) : option poly :=
  match h with
  | Hn x =>
      match s_f s (pkinds ps) x with
      | None => None
      | Some (FI j) => Some (pA (Aapp (Hb (j + d)) ps))
      | Some FZ => Some P0
      end
  | Hb k =>
      if (k <? d)%nat then None else
      match s_b s (k - d) with
      | BI j => if (j + d =? k)%nat then None else Some (pA (Aapp (Hb (j + d)) ps))
      | BL ks t => if eqk ks (pkinds ps) then Some (beta d ks t ps) else Some P0
      | _ => Some P0
      end
  end.

Record ok (e e' : env) : Prop := {
  ok_r : forall x, match s_r s x with Some p => dP p e | None => nr e x end = nr e' x;
  ok_s : forall x, match s_s s x with Some p => dS p e | None => ns e x end = ns e' x;
  ok_f : forall x l, match s_f s (map arity l) x with
    None => nf e (map arity l) x l | Some (FI j) => vfun (nth_error (stk e) j) l | Some FZ => 0 end = nf e' (map arity l) x l;
  ok_b : forall k, bvsem (s_b s k) e = nth_error (stk e') k;
  ok_l : forall k ks t, s_b s k = BL ks t -> forall l ps, pkinds ps = ks ->
    dP (beta (length l) ks t ps) (pre l e) = dP t (pre (map kval (dL ps (pre l e))) e) }.

Lemma sempty_ok e : dS sempty e = [].
Proof.
  simpl. destruct (filt _ _) as [|x l] eqn:E; auto.
  assert (H : In x (x :: l)) by (simpl; auto). rewrite <- E in H. apply filt_in in H. simpl in H. lra.
Qed.

Variables e e' : env.
Hypothesis O : ok e e'.

Lemma l_r_ok l x : dP (orP (pA (Avar x)) (l_r (length l) x)) (pre l e) = nr e' x.
Proof.
  rewrite <- (ok_r _ _ O). unfold l_r. destruct (s_r s x); simpl orP; [apply shP_ok|apply pA_ok].
Qed.
Lemma l_s_ok l x : dS (orS (Sv x) (l_s (length l) x)) (pre l e) = ns e' x.
Proof.
  rewrite <- (ok_s _ _ O). unfold l_s. destruct (s_s s x); simpl orS; [apply shS_ok|reflexivity].
Qed.
Lemma at_index (l : list val) j k : (length l <= k)%nat -> nth_error (l ++ stk e) (j + length l) = nth_error (stk e) j.
Proof. intros. rewrite nth_pre2 by lia. f_equal. lia. Qed.

Lemma l_b_ok l k : dP (orP (pA (Abd k)) (l_b (length l) k)) (pre l e) = vreal (nth_error (l ++ stk e') k).
Proof.
  unfold l_b. destruct (Nat.ltb_spec k (length l)).
  - simpl orP. rewrite pA_ok. simpl. now rewrite !nth_pre1.
  - rewrite (nth_pre2 l (stk e')) by lia. rewrite <- (ok_b _ _ O). destruct (s_b s (k - length l)) as [j|p|p|n t]; simpl bvsem.
    + destruct (Nat.eqb_spec (j + length l) k) as [E|_]; simpl orP; rewrite pA_ok; simpl; [rewrite <- E|]; now rewrite (at_index l j k).
    + apply shP_ok.
    + reflexivity.
    + reflexivity.
Qed.
Lemma l_sb_ok l k : dS (orS (Sb k) (l_sb (length l) k)) (pre l e) = vset (nth_error (l ++ stk e') k).
Proof.
  unfold l_sb. destruct (Nat.ltb_spec k (length l)).
  - simpl. now rewrite !nth_pre1.
  - rewrite (nth_pre2 l (stk e')) by lia. rewrite <- (ok_b _ _ O). destruct (s_b s (k - length l)) as [j|p|p|n t]; simpl bvsem.
    + destruct (Nat.eqb_spec (j + length l) k) as [E|_]; simpl; [rewrite <- E|]; now rewrite (at_index l j k).
    + apply sempty_ok.
    + apply shS_ok.
    + apply sempty_ok.
Qed.
Lemma l_ap_ok l h ps :
  dP (orP (pA (Aapp h ps)) (l_ap (length l) h ps)) (pre l e) = dhead h (dL ps (pre l e)) (pre l e').
Proof.
  destruct h as [x|k]; simpl l_ap.
  - simpl dhead. rewrite <- (ok_f _ _ O). rewrite pkinds_ok. destruct (s_f s (pkinds ps) x) as [[j|]|]; simpl orP; rewrite ?pA_ok; simpl.
    + rewrite nth_pre2 by lia. now replace (j + length l - length l)%nat with j by lia.
    + reflexivity.
    + now rewrite pkinds_ok.
  - destruct (Nat.ltb_spec k (length l)).
    + simpl orP. rewrite pA_ok. simpl. now rewrite !nth_pre1.
    + simpl dhead. rewrite (nth_pre2 l (stk e')) by lia. rewrite <- (ok_b _ _ O).
      destruct (s_b s (k - length l)) as [j|p|p|n t] eqn:B; simpl bvsem.
      * destruct (Nat.eqb_spec (j + length l) k) as [E|_]; simpl orP; rewrite pA_ok; simpl; [rewrite <- E|]; now rewrite (at_index l j k).
      * reflexivity.
      * reflexivity.
      * simpl vfun. rewrite pkinds_ok. destruct (eqk n (pkinds ps)) eqn:K; [|reflexivity]. apply eqk_eq in K. subst n.
        simpl orP. rewrite (ok_l _ _ O _ _ _ B) by auto. rewrite hap_hcurry; [reflexivity|apply pkinds_ok].
Qed.
End Leaves.

Section Apply.
Variable msum : set -> poly -> poly.
Variable beta : nat -> list nat -> poly -> polys -> poly.
Hypothesis Hmsum : forall s p e, dP (msum s p) e = sum (dS s e) (fun v => dP p (push (VR v) e)).
Variable s : sub.
Let trA := rA msum (l_r s) (l_b s) (l_s s) (l_sb s) (l_ap beta s) 0.
Let trM := rM msum (l_r s) (l_b s) (l_s s) (l_sb s) (l_ap beta s) 0.
Let trP := rP msum (l_r s) (l_b s) (l_s s) (l_sb s) (l_ap beta s) 0.
Let trS := rS msum (l_r s) (l_b s) (l_s s) (l_sb s) (l_ap beta s) 0.
Let trF := rF msum (l_r s) (l_b s) (l_s s) (l_sb s) (l_ap beta s) 0.

Lemma tr_ok e e' : ok beta s e e' ->
  (forall a, dP (orP (pA a) (trA a)) e = dA a e') /\ (forall m, dP (orP (pm m 1) (trM m)) e = dM m e') /\
  (forall p, dP (orP p (trP p)) e = dP p e') /\ (forall p, dS (orS p (trS p)) e = dS p e') /\
  (forall f, dF (orF f (trF f)) e <-> dF f e').
Proof.
  intros O.
  pose proof (rebuild_ok msum (l_r s) (l_b s) (l_s s) (l_sb s) (l_ap beta s) Hmsum e e' (l_r_ok beta s e e' O) (l_b_ok beta s e e' O)
    (l_s_ok beta s e e' O) (l_sb_ok beta s e e' O) (l_ap_ok beta s e e' O)) as (HA & HM & HP & _ & HS & HF).
  repeat split; intros; 
    [specialize (HA a [])|specialize (HM m [])|specialize (HP p [])|specialize (HS p [])|specialize (HF f [])|specialize (HF f [])];
    simpl length in *; rewrite !pre_nil in *; tauto.
Qed.
End Apply.

(* ---- sums: linear, with the factors that do not depend on the index moved in front *)

Definition beta0 (d : nat) (ks : list nat) (t : poly) (ps : polys) : poly := P0.
Definition free0 := fun _ : list nat => fun _ : positive => @None fv.
Definition nor := fun _ : positive => @None poly.
Definition nos := fun _ : positive => @None set.
Definition s_low := Sub nor nos free0 (fun k => match k with O => BR P0 | S k => BI k end).
Definition s_abs := Sub nor nos free0 (fun k => match k with O => BR P0 | S k => BI (S k) end).
Definition subA0 (s : sub) := rA msum0 (l_r s) (l_b s) (l_s s) (l_sb s) (l_ap beta0 s) 0.
Definition subM0 (s : sub) := rM msum0 (l_r s) (l_b s) (l_s s) (l_sb s) (l_ap beta0 s) 0.

Lemma s_low_ok e : ok beta0 s_low e (push (VR 0) e).
Proof.
  split; simpl; auto.
  - intros [|k]; reflexivity.
  - intros [|k]; discriminate.
Qed.
Lemma s_abs_ok v e : ok beta0 s_abs (push v e) (push (VR 0) e).
Proof.
  split; simpl; auto.
  - intros [|k]; reflexivity.
  - intros [|k]; discriminate.
Qed.

Fixpoint msplit (m : mono) : poly * mono :=
  match m with
  | M1 => (pone, M1)
  | Mp a k m =>
      let (o, i) := msplit m in
      match subA0 s_abs a with
      | None => (pmul (ppow_pos (orP (pA a) (subA0 s_low a)) k) o, i)
      | Some _ => (o, Mp a k i)
      end
  | Me n q m =>
      let (o, i) := msplit m in
      match subM0 s_abs n with
      | None => (pmul (pexp q (orP (pm n 1) (subM0 s_low n))) o, i)
      | Some _ => (o, Me n q i)
      end
  end.

Lemma msplit_ok : forall m v e, dM m (push v e) = dP (fst (msplit m)) e * dM (snd (msplit m)) (push v e).
Proof.
  fix IH 1. intros [|a k m|n q m] v e; simpl.
  - rewrite pone_ok. ring.
  - specialize (IH m v e). destruct (msplit m) as [o i]. simpl in IH.
    destruct (subA0 s_abs a) eqn:A; simpl; rewrite IH; [ring|]. rewrite pmul_ok, ppow_ok.
    destruct (tr_ok msum0 beta0 msum0_ok s_abs _ _ (s_abs_ok v e)) as (HA & _). specialize (HA a).
    unfold subA0 in A. rewrite A in HA. simpl orP in HA. rewrite pA_ok in HA. rewrite HA.
    destruct (tr_ok msum0 beta0 msum0_ok s_low _ _ (s_low_ok e)) as (HB & _). unfold subA0. rewrite HB. ring.
  - specialize (IH m v e). destruct (msplit m) as [o i]. simpl in IH.
    destruct (subM0 s_abs n) eqn:A; simpl; rewrite IH; [ring|]. rewrite pmul_ok, pexp_ok.
    destruct (tr_ok msum0 beta0 msum0_ok s_abs _ _ (s_abs_ok v e)) as (_ & HA & _). specialize (HA n).
    unfold subM0 in A. rewrite A in HA. simpl orP in HA. rewrite pm_ok, Q2R_1 in HA. rewrite Rmult_1_l in HA. rewrite HA.
    destruct (tr_ok msum0 beta0 msum0_ok s_low _ _ (s_low_ok e)) as (_ & HB & _). unfold subM0. rewrite HB. ring.
Qed.

Fixpoint msum1 (s : set) (p : poly) : poly :=
  match p with
  | P0 => P0
  | Pc m c p => let (o, i) := msplit m in padd (pmul (pscale c o) (pA (Asum s i))) (msum1 s p)
  end.
Lemma msum1_ok s : forall p e, dP (msum1 s p) e = sum (dS s e) (fun v => dP p (push (VR v) e)).
Proof.
  fix IH 1. intros [|m c p] e; simpl; [now rewrite sum_0|].
  pose proof (msplit_ok m) as M. destruct (msplit m) as [o i]. simpl in M.
  rewrite padd_ok, pmul_ok, pscale_ok, pA_ok, IH, sum_plus. f_equal. simpl.
  rewrite (sum_ext _ (fun v => Q2R c * dM m (push (VR v) e)) (fun v => (Q2R c * dP o e) * dM i (push (VR v) e))).
  - rewrite sum_scal. ring.
  - intros v _. rewrite M. ring.
Qed.

(* ---- instantiation of the first indices: by reals, then also by functions of reals; then full substitution *)

Fixpoint pnth (l : polys) (k : nat) : option bv :=
  match l, k with
  | L0, _ => None
  | Lc n p _, O => Some (match n with O => BR p | S _ => BL (repeat O n) p end)
  | Lc _ _ l, S k => pnth l k
  end.
Definition s_inst (ps : polys) (up : nat) :=
  Sub nor nos free0 (fun k => match pnth ps k with Some b => b | None => BI (k - plen ps + up) end).

Lemma of_reals_curry n : forall F,
  of_reals n (curry n F) = hcurry (repeat O n) (fun l => F (map (fun a => ap (projT1 a) (projT2 a) []) l)).
Proof. induction n as [|n IH]; intros F; [reflexivity|]. extensionality x. cbn. apply IH. Qed.
Lemma reals_only n : forall l, map arity l = repeat O n -> map VR (map knum l) = map kval l.
Proof.
  induction n as [|n IH]; intros [|[m x] l] E; try discriminate E; [reflexivity|]. injection E as E1 E2. cbn in E1. subst m.
  cbn [map]. rewrite (IH l E2). reflexivity.
Qed.
Lemma kval_lambda n p e : bvsem (match n with O => BR p | S _ => BL (repeat O n) p end) e =
  Some (kval (existT fn n (curry n (fun xs => dP p (pre (map VR xs) e))))).
Proof.
  destruct n as [|n]; [cbn; now rewrite pre_nil|]. unfold kval. cbn [bvsem projT1 projT2 kval_of]. do 2 f_equal.
  rewrite of_reals_curry. apply hcurry_ext. intros l E. cbn beta. f_equal. f_equal. symmetry. exact (reals_only (S n) l E).
Qed.
Lemma pnth_ok l k e : nth_error (map kval (dL l e)) k = match pnth l k with Some b => bvsem b e | None => None end.
Proof.
  revert l k. fix IH 1. intros [|n p l] [|k]; cbn [dL map nth_error pnth]; [reflexivity|reflexivity| |apply IH].
  now rewrite kval_lambda.
Qed.
Lemma pnth_none l k : pnth l k = None -> (plen l <= k)%nat.
Proof. revert l k. fix IH 1. intros [|n p l] [|k]; simpl; intros H; try lia; try discriminate. apply IH in H. lia. Qed.
Lemma pnth_some l k p : pnth l k = Some p -> (k < plen l)%nat.
Proof. revert l k. fix IH 1. intros [|n q l] [|k]; simpl; intros H; try lia; try discriminate. apply IH in H. lia. Qed.
Lemma pnth_lambda l k ks p : pnth l k = Some (BL ks p) -> exists n, ks = repeat O (S n) /\ In (S n) (pkinds l).
Proof.
  revert k. induction l as [|n q l IH]; intros k H; [destruct k; discriminate H|].
  destruct k as [|k]; cbn [pnth pkinds] in *.
  - destruct n as [|n]; [discriminate H|]. injection H as <- <-. exists n. split; [reflexivity|now left].
  - apply IH in H. destruct H as [m [-> I]]. exists m. split; [reflexivity|now right].
Qed.

(* beta has to be right for the functions of reals among the arguments only *)
Lemma s_inst_ok beta ps l e :
  (forall n, In (S n) (pkinds ps) -> forall d t e' qs, pkinds qs = repeat O (S n) ->
    dP (beta (length d) (repeat O (S n)) t qs) (pre d e') = dP t (pre (map kval (dL qs (pre d e'))) e')) ->
  ok beta (s_inst ps (length l)) (pre l e) (pre (map kval (dL ps (pre l e))) e).
Proof.
  intros B. split; simpl; auto.
  - intros k. pose proof (pnth_ok ps k (pre l e)) as H. destruct (pnth ps k) eqn:K; simpl.
    + rewrite nth_pre1 by (rewrite map_length, plen_ok; eapply pnth_some; eauto). now symmetry.
    + apply pnth_none in K. rewrite nth_pre2 by lia. rewrite nth_pre2 by (rewrite map_length, plen_ok; lia).
      rewrite map_length, plen_ok. f_equal. lia.
  - intros k ks t E. destruct (pnth ps k) eqn:K; [subst b|discriminate E].
    apply pnth_lambda in K. destruct K as [n [-> I]]. intros d qs Q. exact (B n I d t (pre l e) qs Q).
Qed.

Definition instance (beta : nat -> list nat -> poly -> polys -> poly) (d : nat) (ks : list nat) (t : poly) (ps : polys) : poly :=
  let s := s_inst ps d in orP t (rP msum1 (l_r s) (l_b s) (l_s s) (l_sb s) (l_ap beta s) 0 t).
Definition beta1 := instance beta0.  (* by reals *)
Definition beta2 := instance beta1.
Lemma instance_ok beta l ks t ps e :
  (forall n, In (S n) (pkinds ps) -> forall d t e' qs, pkinds qs = repeat O (S n) ->
    dP (beta (length d) (repeat O (S n)) t qs) (pre d e') = dP t (pre (map kval (dL qs (pre d e'))) e')) ->
  dP (instance beta (length l) ks t ps) (pre l e) = dP t (pre (map kval (dL ps (pre l e))) e).
Proof.
  intros B. unfold instance.
  destruct (tr_ok msum1 beta msum1_ok (s_inst ps (length l)) _ _ (s_inst_ok beta ps l e B)) as (_ & _ & H & _). apply H.
Qed.
Lemma beta1_ok n d t e ps : pkinds ps = repeat O n ->
  dP (beta1 (length d) (repeat O n) t ps) (pre d e) = dP t (pre (map kval (dL ps (pre d e))) e).
Proof. intros E. apply instance_ok. intros m I. rewrite E in I. apply repeat_spec in I. discriminate I. Qed.
Lemma beta2_ok l ks t ps e : dP (beta2 (length l) ks t ps) (pre l e) = dP t (pre (map kval (dL ps (pre l e))) e).
Proof. apply instance_ok. intros n _ d u e' qs Q. now apply beta1_ok. Qed.

Definition subP' (s : sub) := rP msum1 (l_r s) (l_b s) (l_s s) (l_sb s) (l_ap beta2 s) 0.
Definition subS' (s : sub) := rS msum1 (l_r s) (l_b s) (l_s s) (l_sb s) (l_ap beta2 s) 0.
Definition subF' (s : sub) := rF msum1 (l_r s) (l_b s) (l_s s) (l_sb s) (l_ap beta2 s) 0.
Definition subP s p := orP p (subP' s p).
Definition subS s p := orS p (subS' s p).
Definition subF s p := orF p (subF' s p).
Definition absP s p := match subP' s p with None => true | _ => false end.
Definition absS s p := match subS' s p with None => true | _ => false end.
Definition absF s p := match subF' s p with None => true | _ => false end.

Record okay (s : sub) (e e' : env) : Prop := {
  okay_r : forall x, match s_r s x with Some p => dP p e | None => nr e x end = nr e' x;
  okay_s : forall x, match s_s s x with Some p => dS p e | None => ns e x end = ns e' x;
  okay_f : forall x l, match s_f s (map arity l) x with
    None => nf e (map arity l) x l | Some (FI j) => vfun (nth_error (stk e) j) l | Some FZ => 0 end = nf e' (map arity l) x l;
  okay_b : forall k, bvsem (s_b s k) e = nth_error (stk e') k }.

Lemma sub_ok s e e' : okay s e e' ->
  (forall p, dP (subP s p) e = dP p e') /\ (forall p, dS (subS s p) e = dS p e') /\ (forall f, dF (subF s f) e <-> dF f e').
Proof.
  intros [R S F B]. assert (O : ok beta2 s e e').
  { split; auto. intros. now apply beta2_ok. }
  destruct (tr_ok msum1 beta2 msum1_ok s _ _ O) as (_ & _ & HP & HS & HF). auto.
Qed.
Lemma abs_ok s e e' : okay s e e' ->
  (forall p, absP s p = true -> dP p e = dP p e') /\ (forall p, absS s p = true -> dS p e = dS p e') /\
  (forall f, absF s f = true -> (dF f e <-> dF f e')).
Proof.
  intros O. destruct (sub_ok s e e' O) as (HP & HS & HF). unfold absP, absS, absF, subP, subS, subF in *. repeat split.
  - intros p. specialize (HP p). destruct (subP' s p); auto; discriminate.
  - intros p. specialize (HS p). destruct (subS' s p); auto; discriminate.
  - specialize (HF f). destruct (subF' s f); auto; try discriminate. now apply HF.
  - specialize (HF f). destruct (subF' s f); auto; try discriminate. now apply HF.
Qed.

Definition subA' (s : sub) := rA msum1 (l_r s) (l_b s) (l_s s) (l_sb s) (l_ap beta2 s) 0.
Definition absA s p := match subA' s p with None => true | _ => false end.
Lemma absA_ok s e e' : okay s e e' -> forall a, absA s a = true -> dA a e = dA a e'.
Proof.
  intros [R S F B] a H. assert (O : ok beta2 s e e').
  { split; auto. intros. now apply beta2_ok. }
  destruct (tr_ok msum1 beta2 msum1_ok s _ _ O) as (HA & _). specialize (HA a).
  unfold absA, subA' in H. destruct (rA _ _ _ _ _ _ _ a); try discriminate. simpl in HA. now rewrite pA_ok in HA.
Qed.
Global Opaque shP shS.
