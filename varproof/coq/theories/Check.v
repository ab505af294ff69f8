(* Replay of a certificate: the node table is built in normal form, every conclusion is recomputed. *)
From Coq Require Import Reals QArith Qreals List Bool PArith ZArith Arith Lia FMapPositive.
From Varproof Require Import Finite Term Substitution Derivative Rules.
Import ListNotations.
Close Scope Q_scope.
Close Scope R_scope.
Module M := PositiveMap.
Notation ix := positive.

(* ---- the node table; nothing has to be proved of it *)

Inductive row :=
| Wpoly (l : list (Q * list (ix * Q))) | Wvar (x : positive) | Wbd (k : nat) | Wapp (h : head) (l : list ix)
| Winv (t : ix) | Wfn (f : fname) (t : ix) | Wexp (l : list (ix * Q)) | Wsum (s t : ix) | Wmax (s t : ix) | Wder (t e : ix)
| Wset (x : positive) | Wsetb (k : nat) | Wfilter (s f : ix) | Wrel (r : rel) (t : ix) | Win (t s : ix) | Wimp (f g : ix)
| Wall (s : sort) (f : ix) | Wlam (ks : list nat) (t : ix).

Fixpoint mexps (m : mono) (q : Q) : option mono :=
  match m with
  | M1 => Some M1
  | Me n r m => match mexps m q with Some m => Some (Me n (qmul r q) m) | None => None end
  | Mp _ _ _ => None
  end.
Definition power (p : poly) (q : Q) : poly :=
  match p with
  | Pc m (Qmake 1 1) P0 =>
      match mexps m q with
      | Some m => pm m 1
      | None => match q with Qmake (Zpos k) 1 => ppow_pos p k | _ => P0 end
      end
  | _ => match q with Qmake (Zpos k) 1 => ppow_pos p k | _ => P0 end
  end.

Section Load.
Variable N : M.t node.
Definition gP (i : ix) : poly := match M.find i N with Some (NP p) => p | _ => P0 end.
Definition gS (i : ix) : set := match M.find i N with Some (NS p) => p | _ => sempty end.
Definition gF (i : ix) : form := match M.find i N with Some (NF p) => p | _ => ffalse end.
Definition gL (i : ix) : poly := match M.find i N with Some (NL [O] p) => p | _ => P0 end.
Definition gN (i : ix) : node := match M.find i N with Some n => n | _ => NX end.
Fixpoint product (l : list (ix * Q)) : poly :=
  match l with [] => pone | (i, q) :: l => pmul (power (gP i) q) (product l) end.
Fixpoint polynomial (l : list (Q * list (ix * Q))) : poly :=
  match l with [] => P0 | (c, m) :: l => padd (pscale c (product m)) (polynomial l) end.
Fixpoint args (l : list ix) : polys :=
  match l with
  | [] => L0
  | i :: l => match gN i with NL ks p => Lc (length ks) p (args l) | _ => Lc 0 (gP i) (args l) end
  end.
Definition load (r : row) : node :=
  match r with
  | Wpoly l => NP (polynomial l)
  | Wvar x => NP (pA (Avar x))
  | Wbd k => NP (pA (Abd k))
  | Wapp h l => NP (pA (Aapp h (args l)))
  | Winv t => NP (pinv (gP t))
  | Wfn f t => NP (pA (Afn f (gP t)))
  | Wexp l => NP (pexp 1 (product l))
  | Wsum s t => NP (msum1 (gS s) (gP t))
  | Wmax s t => NP (pA (Amax (gS s) (gP t)))
  | Wder t e => NP (pA (Ader (gP t) (gP e)))
  | Wset x => NS (Sv x)
  | Wsetb k => NS (Sb k)
  | Wfilter s f => NS (Sf (gS s) (gF f))
  | Wrel r t => NF (Fr r (gP t))
  | Win t s => NF (Fi (gP t) (gS s))
  | Wimp f g => NF (Fm (gF f) (gF g))
  | Wall s f => NF (Fa s (gF f))
  | Wlam ks t => NL ks (gP t)
  end.
End Load.
Fixpoint loads (l : list row) (i : ix) (N : M.t node) : M.t node :=
  match l with [] => N | r :: l => loads l (Pos.succ i) (M.add i (load N r) N) end.

(* ---- the steps *)

Inductive step :=
| Kassume (f : ix) | Kdischarge (p f : ix) | Kmp (p q : ix) | Kcontradiction (p f : ix) | Kgeneralise (p : ix) (s : sort) (x : positive)
| Kspecialise (p v : ix) | Kreplace (p q : ix) (x : positive) (s t f : ix)
| Karith (ps : list ix) (g : ix) (pr : list (Q * ix * list nat)) (eqs : list (ix * nat))
| Korder (p : ix) | Kantisym (p q : ix) | Kexp (t : ix) | Kspecial (p : ix) (f : fname) (w : bool) (t : ix) | Kinv (p t : ix)
| Kfilter_in (p q s e : ix) | Kfilter_out (p : ix) (w : bool) | Kinduct (p q : ix) (s e : positive) (key goal : ix)
| Ksum_sign (p : ix) (x : positive) (s : ix) | Ksum_split (s f t : ix) | Ksum_one (p t e s : ix)
| Ksum_ext (p q : ix) (x : positive) (s u t : ix) | Ksum_swap (x y : positive) (s u f t : ix)
| Kmax_bound (p s e t : ix) | Kmax_attained (p s e t : ix) | Kderiv (ps : list ix) (x : positive) (t e : ix)
| Kderiv_ext (p : ix) (x : positive) (t s e : ix) | Krise (ps : list ix) (x : positive) (t a b : ix) | Kcite (n m : nat).

Section Run.
Variable library : list (list form).  (* the closed goals of the statements that are cited, which are true *)
Hypothesis library_ok : forall gs g, In gs library -> In g gs -> forall e, dF g e.
Variable N : M.t node.
Notation P := (gP N). Notation S := (gS N). Notation F := (gF N).
Definition hyp := gF N.
Notation valid := (valid hyp).

Definition bind {A B} (o : option A) (f : A -> option B) : option B := match o with Some x => f x | None => None end.
Notation "'do' x <- o ; y" := (bind o (fun x => y)) (at level 60, x name, right associativity).
Section Step.
Variable T : M.t thm.
Notation th i := (M.find i T).
Fixpoint ths (l : list ix) : option (list thm) :=
  match l with [] => Some [] | i :: l => do t <- th i; do ts <- ths l; Some (t :: ts) end.
Definition run1 (s : step) : option thm :=
  match s with
  | Kassume f => r_assume hyp f
  | Kdischarge p f => do p <- th p; r_discharge hyp p (F f)
  | Kmp p q => do p <- th p; do q <- th q; r_mp p q
  | Kcontradiction p f => do p <- th p; r_contradiction hyp p (F f)
  | Kgeneralise p s x => do p <- th p; r_generalise hyp p s x
  | Kspecialise p v => do p <- th p; r_specialise p (gN N v)
  | Kreplace p q x s t f => do p <- th p; do q <- th q; r_replace p q x (P s) (P t) (F f)
  | Karith ps g pr eqs =>
      do ps <- ths ps;
      r_arith ps (F g) (map (fun x => match x with (c, s, l) => (c, P s, l) end) pr) (map (fun x => (P (fst x), snd x)) eqs)
  | Korder p => do p <- th p; r_order p
  | Kantisym p q => do p <- th p; do q <- th q; r_antisym p q
  | Kexp t => r_exp (P t)
  | Kspecial p f w t => do p <- th p; r_special p f w (P t)
  | Kinv p t => do p <- th p; r_inv p (P t)
  | Kfilter_in p q s e => do p <- th p; do q <- th q; r_filter_in p q (S s) (P e)
  | Kfilter_out p w => do p <- th p; r_filter_out p w
  | Kinduct p q s e key goal => do p <- th p; do q <- th q; r_induct hyp p q s e (gL N key) (F goal)
  | Ksum_sign p x s => do p <- th p; r_sum_sign hyp p x (S s)
  | Ksum_split s f t => r_sum_split (S s) (F f) (P t)
  | Ksum_one p t e s => do p <- th p; r_sum_one p (P t) (P e) (S s)
  | Ksum_ext p q x s u t => do p <- th p; do q <- th q; r_sum_ext hyp p q x (S s) (S u) (P t)
  | Ksum_swap x y s u f t => r_sum_swap x y (S s) (S u) (F f) (P t)
  | Kmax_bound p s e t => do p <- th p; r_max_bound p (S s) (P e) (P t)
  | Kmax_attained p s e t => do p <- th p; r_max_attained p (S s) (P e) (P t)
  | Kderiv ps x t e => do ps <- ths ps; r_deriv ps x (P t) (P e)
  | Kderiv_ext p x t s e => do p <- th p; r_deriv_ext hyp p x (P t) (P s) (P e)
  | Krise ps x t a b => do ps <- ths ps; r_rise hyp ps x (P t) (P a) (P b)
  | Kcite n m => do gs <- nth_error library n; do g <- nth_error gs m; Some (Thm [] g)
  end.

Hypothesis HT : forall i t, th i = Some t -> valid t.
Lemma ths_ok : forall l ts, ths l = Some ts -> forall t, In t ts -> valid t.
Proof.
  induction l as [|i l IH]; intros ts H t Ht; cbn [ths] in H.
  - injection H as <-. destruct Ht.
  - destruct (th i) as [t'|] eqn:E; cbn [bind] in H; [|discriminate H].
    destruct (ths l) as [ts'|] eqn:E'; cbn [bind] in H; [|discriminate H]. injection H as <-.
    destruct Ht as [<-|Ht]; [exact (HT _ _ E)|exact (IH _ eq_refl _ Ht)].
Qed.

Ltac take :=
  repeat match goal with
  | H : bind ?c _ = Some _ |- _ => let E := fresh "E" in destruct c eqn:E; cbn [bind] in H; [|discriminate H]
  | E : th _ = Some _ |- _ => apply HT in E
  | E : ths _ = Some _ |- _ => pose proof (ths_ok _ _ E); clear E
  end.
Lemma run1_ok s t : run1 s = Some t -> valid t.
Proof.
  assert (C : forall n m gs g, nth_error library n = Some gs -> nth_error gs m = Some g -> valid (Thm [] g)).
  { intros n m gs g H1 H2 e _. exact (library_ok gs g (nth_error_In _ _ H1) (nth_error_In _ _ H2) e). }
  destruct s; cbn [run1]; intros H; take;
  try match goal with H : Some _ = Some _ |- _ => injection H as <-; eapply C; eassumption end;
  eauto using r_assume_ok, r_discharge_ok, r_mp_ok, r_contradiction_ok, r_generalise_ok, r_specialise_ok, r_replace_ok, r_arith_ok,
    r_order_ok, r_antisym_ok, r_exp_ok, r_special_ok, r_inv_ok, r_filter_in_ok, r_filter_out_ok, r_induct_ok, r_sum_sign_ok,
    r_sum_split_ok, r_sum_one_ok, r_sum_ext_ok, r_sum_swap_ok, r_max_bound_ok, r_max_attained_ok, r_deriv_ok, r_deriv_ext_ok, r_rise_ok.
Qed.
End Step.

(* the first step that fails, or the theorems *)
Fixpoint run (l : list step) (i : ix) (T : M.t thm) : M.t thm + ix :=
  match l with
  | [] => inl T
  | s :: l => match run1 T s with Some t => run l (Pos.succ i) (M.add i t T) | None => inr i end
  end.
Lemma run_ok : forall l i T T', run l i T = inl T' -> (forall j t, M.find j T = Some t -> valid t) ->
  forall j t, M.find j T' = Some t -> valid t.
Proof.
  induction l as [|s l IH]; intros i T T' H HT; cbn [run] in H.
  - injection H as <-. exact HT.
  - destruct (run1 T s) as [t|] eqn:E; [|discriminate H]. apply (IH _ _ _ H). intros j t' Hj.
    destruct (Pos.eq_dec j i) as [->|Nj].
    + rewrite M.gss in Hj. injection Hj as <-. exact (run1_ok T HT s t E).
    + rewrite M.gso in Hj by auto. exact (HT _ _ Hj).
Qed.
End Run.

(* ---- sequents: formulas |- formula *)

Definition sequent := (list form * form)%type.
Definition true_sequent (s : sequent) : Prop := forall e, (forall h, In h (fst s) -> dF h e) -> dF (snd s) e.

Definition seq_of (N : M.t node) (T : M.t thm) (g : ix) : option sequent :=
  match M.find g T with Some t => Some (map (gF N) (hyps t), concl t) | None => None end.
Fixpoint seqs_of (N : M.t node) (T : M.t thm) (gs : list ix) : option (list sequent) :=
  match gs with
  | [] => Some []
  | g :: gs => match seq_of N T g, seqs_of N T gs with Some s, Some l => Some (s :: l) | _, _ => None end
  end.
Definition check library (rows : list row) (steps : list step) (goals : list ix) : list sequent + ix :=
  let N := loads rows 1 (M.empty _) in
  match run library N steps 1 (M.empty _) with
  | inl T => match seqs_of N T goals with Some l => inl l | None => inr 1%positive end
  | inr i => inr i
  end.

Theorem check_sound library rows steps goals l :
  (forall gs g, In gs library -> In g gs -> forall e, dF g e) ->
  check library rows steps goals = inl l -> forall s, In s l -> true_sequent s.
Proof.
  intros L. unfold check. set (N := loads _ _ _). destruct (run library N steps 1 (M.empty _)) as [T|] eqn:R; [|discriminate].
  destruct (seqs_of N T goals) as [l'|] eqn:E; [|discriminate]. intros H. injection H as <-. intros s Hs e He.
  assert (V : forall j t, M.find j T = Some t -> valid (gF N) t).
  { apply (run_ok library L N _ _ _ _ R). intros j t. rewrite M.gempty. discriminate. }
  revert l' E Hs. induction goals as [|g gs IH]; intros l E Hs; cbn [seqs_of] in E.
  - injection E as <-. destruct Hs.
  - destruct (seq_of N T g) as [s'|] eqn:G; [|discriminate E]. destruct (seqs_of N T gs) as [l'|]; [|discriminate E].
    injection E as <-. destruct Hs as [->|Hs]; [|exact (IH _ eq_refl Hs)]. clear IH.
    unfold seq_of in G. destruct (M.find g T) as [t|] eqn:Ft; [|discriminate G]. injection G as <-. cbn [fst snd] in *.
    apply (V _ _ Ft). intros i Hi. apply He. now apply in_map.
Qed.
