(* Terms and formulas computed in rationals at exact points.  Roots only of squares, and exp only of an integer times a
   logarithm; other values of exp and log, derivatives, integrals, and quantifiers over reals and arrays are not
   decided. *)
From Coq Require Import Reals QArith Qreals Qabs List Bool PArith ZArith Arith Lia Lra.
From Varproof Require Import Finite Naturals Integral Term Language Statement.
Import ListNotations.
Close Scope Q_scope.
Open Scope R_scope.

(* ---- data: arrays are nested rows *)

Inductive table := Cell (q : Q) | Row (l : list table).
Fixpoint cell (t : table) (l : list nat) {struct l} : Q :=
  match l with
  | [] => match t with Cell q => q | Row _ => 0 end
  | i :: l => match t with Row rows => cell (nth i rows (Cell 0)) l | Cell _ => 0 end
  end.
Inductive qval := QR (q : Q) | QI (i : nat) | QF (t : table) | QM (ns : list nat).  (* an array that is integrated over *)
Record qenv := QEnv { qstk : list qval; qname : positive -> qval; qsize : positive -> nat }.
Definition qpush (v : qval) (e : qenv) := QEnv (v :: qstk e) (qname e) (qsize e).

Definition nval_of (x : list R) (v : qval) : nval :=  (* at the point x of what is integrated over *)
  match v with
  | QR q => NR (Q2R q)
  | QI i => NI i
  | QF t => NF (fun l => Q2R (cell t (map place l)))
  | QM ns => integrated (length ns) (filled ns 0 x)
  end.
Definition reals (x : list R) (e : qenv) : nenv :=
  NEnv (map (nval_of x) (qstk e)) (fun v => nval_of [] (qname e v)) (qsize e).

(* ---- computing; None where it is not decided *)

Definition bind {A B} (o : option A) (f : A -> option B) : option B := match o with Some x => f x | None => None end.
Local Notation "'let?' x := m 'in' f" := (bind m (fun x => f)) (at level 200, x name).

Definition qref (i : ref) (e : qenv) : option nat :=
  match match i with Rn x => Some (qname e x) | Rb k => nth_error (qstk e) k end with Some (QI i) => Some i | _ => None end.
Definition qreal (o : option qval) : option Q := match o with Some (QR q) => Some q | _ => None end.
Fixpoint qargs (l : args) (e : qenv) : option (list nat) :=
  match l with
  | A0 => Some []
  | Ai i l => let? j := qref i e in let? js := qargs l e in Some (j :: js)
  | Ar _ _ | Aa _ _ _ => None
  end.
Definition qhead (h : head) (e : qenv) : option table :=
  match match h with Hn x => Some (qname e x) | Hb k => nth_error (qstk e) k end with Some (QF t) => Some t | _ => None end.

Definition q_of_nat (n : nat) : Q := inject_Z (Z.of_nat n).
Definition qless (a b : Q) : bool := negb (Qle_bool b a).
Definition qroot (q : Q) : option Q :=
  let p := Qred q in let r := Qmake (Z.sqrt (Qnum p)) (Pos.sqrt (Qden p)) in
  if Qle_bool 0 r && Qeq_bool (Qmult r r) q then Some r else None.
Definition qmax (a b : Q) : Q := if Qle_bool a b then b else a.
Definition qmin (a b : Q) : Q := if Qle_bool a b then a else b.
Definition qdiv (a b : Q) : option Q := if Qeq_bool b 0 then None else Some (Qred (Qdiv a b)).
Fixpoint qpow (a : Q) (n : nat) : Q := match n with O => 1 | S n => Qred (Qmult a (qpow a n)) end.

Fixpoint qsum (n : nat) (f : nat -> option Q) : option Q :=
  match n with O => Some 0%Q | S m => let? s := qsum m f in let? a := f m in Some (Qred (Qplus s a)) end.
Fixpoint qover (op : Q -> Q -> Q) (n : nat) (f : nat -> option Q) : option Q :=
  match n with
  | O => Some 0%Q
  | S m => match m with O => f m | S _ => let? s := qover op m f in let? a := f m in Some (op s a) end
  end.
Fixpoint qall (n : nat) (f : nat -> option bool) : option bool :=
  match n with
  | O => Some true
  | S m => match f m, qall m f with
           | Some false, _ | _, Some false => Some false
           | Some true, Some true => Some true
           | _, _ => None
           end
  end.

(* What is written as a rational times the logarithm of a positive rational, and exp of that. *)
Definition logs (value : tm -> option Q) : tm -> option (Q * Q) := fix go t :=
  match t with
  | Tfn Ulog a => let? b := value a in if qless 0 b then Some (1%Q, b) else None
  | Topp a => let? l := go a in Some (Qopp (fst l), snd l)
  | Tmul a b =>
      match value a with
      | Some q => let? l := go b in Some (Qmult q (fst l), snd l)
      | None => let? q := value b in let? l := go a in Some (Qmult q (fst l), snd l)
      end
  | Tdiv a b => let? q := value b in let? l := go a in let? r := qdiv (fst l) q in Some (r, snd l)
  | _ => None
  end.
Definition qexp (l : Q * Q) : option Q :=
  match Qred (fst l) with
  | Qmake (Zpos k) 1 => Some (qpow (snd l) (Pos.to_nat k))
  | Qmake (Zneg k) 1 => Some (Qinv (qpow (snd l) (Pos.to_nat k)))
  | _ => None
  end.

Definition qnot := option_map negb.
Definition qand (a b : option bool) : option bool :=
  match a, b with Some false, _ | _, Some false => Some false | Some true, Some true => Some true | _, _ => None end.

Fixpoint qT (t : tm) (e : qenv) {struct t} : option Q :=
  match t with
  | Tz z => Some (inject_Z z)
  | Tq z d => Some (Qmake z d)
  | Tvar x => qreal (Some (qname e x))
  | Tbd k => qreal (nth_error (qstk e) k)
  | Tat h l => let? t := qhead h e in let? l := qargs l e in Some (cell t l)
  | Tcard s => Some (q_of_nat (qsize e s))
  | Tpos i s => let? i := qref i e in Some (q_of_nat (Nat.min (S i) (qsize e s)))
  | Tadd a b => let? a := qT a e in let? b := qT b e in Some (Qred (Qplus a b))
  | Tsub a b => let? a := qT a e in let? b := qT b e in Some (Qred (Qminus a b))
  | Topp a => let? a := qT a e in Some (Qopp a)
  | Tmul a b => let? a := qT a e in let? b := qT b e in Some (Qred (Qmult a b))
  | Tdiv a b => let? a := qT a e in let? b := qT b e in qdiv a b
  | Tpow a k => let? a := qT a e in Some (qpow a (Pos.to_nat k))
  | Tmax a b => let? a := qT a e in let? b := qT b e in Some (qmax a b)
  | Tmin a b => let? a := qT a e in let? b := qT b e in Some (qmin a b)
  | Tfn Uabs a => let? a := qT a e in Some (qmax a (Qopp a))
  | Tfn Usqrt a => let? a := qT a e in qroot a
  | Tfn Uexp a => let? l := logs (fun b => qT b e) a in qexp l
  | Tfn _ _ | Tpi | Tder _ _ | Tint _ _ _ _ => None
  | Tlet a b => let? a := qT a e in qT b (qpush (QR a) e)
  | Tsum s a => qsum (qsize e s) (fun i => qT a (qpush (QI i) e))
  | Tsumif s c a => qsum (qsize e s) (fun i =>
      match qF c (qpush (QI i) e) with
      | Some true => qT a (qpush (QI i) e) | Some false => Some 0%Q | None => None
      end)
  | Tmaxo s a => qover qmax (qsize e s) (fun i => qT a (qpush (QI i) e))
  | Tmino s a => qover qmin (qsize e s) (fun i => qT a (qpush (QI i) e))
  end
with qF (f : fm) (e : qenv) {struct f} : option bool :=
  match f with
  | Gle a b => let? a := qT a e in let? b := qT b e in Some (Qle_bool a b)
  | Glt a b => let? a := qT a e in let? b := qT b e in Some (qless a b)
  | Geq a b => let? a := qT a e in let? b := qT b e in Some (Qeq_bool a b)
  | Gne a b => let? a := qT a e in let? b := qT b e in Some (negb (Qeq_bool a b))
  | Gsame i j => let? i := qref i e in let? j := qref j e in Some (Nat.eqb i j)
  | Gsize c s => Some (Nat.leb c (qsize e s))
  | Gindex i s => let? i := qref i e in Some (Nat.ltb i (qsize e s))
  | Glet a f => let? a := qT a e in qF f (qpush (QR a) e)
  | Gand f g => qand (qF f e) (qF g e)
  | Gor f g => qnot (qand (qnot (qF f e)) (qnot (qF g e)))
  | Gimp f g => qnot (qand (qF f e) (qnot (qF g e)))
  | Gnot f => qnot (qF f e)
  | Gall s f => qall (qsize e s) (fun i => qF f (qpush (QI i) e))
  | Gex s f => qnot (qall (qsize e s) (fun i => qnot (qF f (qpush (QI i) e))))
  | Gallr _ | Gexr _ | Galla _ _ | Gexa _ _ | Gdep _ _ | Gdiff _ _ => None
  end.

(* ---- what is computed is so *)

Lemma some_inj {A} (x y : A) : Some x = Some y -> x = y.
Proof. now intros [=]. Qed.
Ltac got H := apply some_inj in H; subst.  (* injection would compute *)

Definition says_so (b : bool) (P : Prop) : Prop := if b then P else ~ P.

Lemma Q2R_red q : Q2R (Qred q) = Q2R q.
Proof. apply Qeq_eqR, Qred_correct. Qed.
Lemma Q2R_nat n : Q2R (q_of_nat n) = INR n.
Proof. unfold q_of_nat, inject_Z, Q2R. cbn. rewrite INR_IZR_INZ. lra. Qed.
Lemma Q2R_zero : Q2R 0 = 0. Proof. unfold Q2R. cbn. lra. Qed.
Lemma Q2R_one : Q2R 1 = 1. Proof. unfold Q2R. cbn. lra. Qed.

Lemma qle_so a b : says_so (Qle_bool a b) (Q2R a <= Q2R b).
Proof.
  destruct (Qle_bool a b) eqn:E; cbn; [now apply Qle_Rle, Qle_bool_iff|].
  intros H. apply Rle_Qle, Qle_bool_iff in H. congruence.
Qed.
Lemma qless_so a b : says_so (qless a b) (Q2R a < Q2R b).
Proof. unfold qless. pose proof (qle_so b a). destruct (Qle_bool b a); cbn in *; lra. Qed.
Lemma qeq_so a b : says_so (Qeq_bool a b) (Q2R a = Q2R b).
Proof.
  destruct (Qeq_bool a b) eqn:E; cbn; [now apply Qeq_eqR, Qeq_bool_iff|].
  intros H. apply eqR_Qeq, Qeq_bool_iff in H. congruence.
Qed.
Lemma qmax_ok a b : Q2R (qmax a b) = Rmax (Q2R a) (Q2R b).
Proof.
  unfold qmax. pose proof (qle_so a b). destruct (Qle_bool a b); cbn in H;
    [rewrite Rmax_right by lra|rewrite Rmax_left by lra]; reflexivity.
Qed.
Lemma qmin_ok a b : Q2R (qmin a b) = Rmin (Q2R a) (Q2R b).
Proof.
  unfold qmin. pose proof (qle_so a b). destruct (Qle_bool a b); cbn in H;
    [rewrite Rmin_left by lra|rewrite Rmin_right by lra]; reflexivity.
Qed.
Lemma qroot_ok q r : qroot q = Some r -> sqrt (Q2R q) = Q2R r.
Proof.
  unfold qroot. cbv zeta. set (s := Qmake (Z.sqrt _) _). destruct (_ && _) eqn:E; [|discriminate].
  intros H. got H. apply andb_prop in E. destruct E as [P E]. apply Qeq_bool_iff, Qeq_eqR in E.
  rewrite <- E, Q2R_mult. apply sqrt_square. rewrite <- Q2R_zero. apply Qle_Rle. now apply Qle_bool_iff.
Qed.
Lemma qpow_ok a n : Q2R (qpow a n) = Q2R a ^ n.
Proof. induction n as [|n IH]; cbn [qpow pow]; [apply Q2R_one|]. now rewrite Q2R_red, Q2R_mult, IH. Qed.
Lemma qdiv_ok a b q : qdiv a b = Some q -> Q2R a / Q2R b = Q2R q.
Proof.
  unfold qdiv. destruct (Qeq_bool b 0) eqn:E; [discriminate|]. intros H. got H.
  rewrite Q2R_red, Q2R_div; [reflexivity|]. intros Z. apply Qeq_bool_iff in Z. congruence.
Qed.

Lemma bind_some {A B} (o : option A) (f : A -> option B) y : bind o f = Some y -> exists x, o = Some x /\ f x = Some y.
Proof. destruct o; cbn; [eauto|discriminate]. Qed.

Lemma qsum_ok n f g q : (forall i b, f i = Some b -> g i = Q2R b) -> qsum n f = Some q -> bigsum n g = Q2R q.
Proof.
  intros H. revert q. induction n as [|n IH]; intros q E; cbn [qsum bigsum] in *.
  - got E. symmetry. apply Q2R_zero.
  - apply bind_some in E. destruct E as [s [E1 E]]. apply bind_some in E. destruct E as [a [E2 E]]. got E.
    now rewrite Q2R_red, Q2R_plus, (IH _ E1), (H _ _ E2).
Qed.
Lemma qover_max n f g q : (forall i b, f i = Some b -> g i = Q2R b) -> qover qmax n f = Some q -> bigmax n g = Q2R q.
Proof.
  intros H. revert q. induction n as [|n IH]; intros q E.
  - got E. symmetry. apply Q2R_zero.
  - destruct n as [|n]; [exact (H _ _ E)|]. change (bind (qover qmax (S n) f) (fun s => bind (f (S n)) (fun a => Some (qmax s a))) = Some q) in E.
    apply bind_some in E. destruct E as [s [E1 E]]. apply bind_some in E. destruct E as [a [E2 E]]. got E.
    change (Rmax (bigmax (S n) g) (g (S n)) = Q2R (qmax s a)). now rewrite qmax_ok, (IH _ E1), (H _ _ E2).
Qed.
Lemma qover_min n f g q : (forall i b, f i = Some b -> g i = Q2R b) -> qover qmin n f = Some q -> bigmin n g = Q2R q.
Proof.
  intros H. revert q. induction n as [|n IH]; intros q E.
  - got E. symmetry. apply Q2R_zero.
  - destruct n as [|n]; [exact (H _ _ E)|]. change (bind (qover qmin (S n) f) (fun s => bind (f (S n)) (fun a => Some (qmin s a))) = Some q) in E.
    apply bind_some in E. destruct E as [s [E1 E]]. apply bind_some in E. destruct E as [a [E2 E]]. got E.
    change (Rmin (bigmin (S n) g) (g (S n)) = Q2R (qmin s a)). now rewrite qmin_ok, (IH _ E1), (H _ _ E2).
Qed.
Lemma qnot_so o b P : (forall c, o = Some c -> says_so c P) -> qnot o = Some b -> says_so b (~ P).
Proof. intros H E. destruct o as [[]|]; try discriminate E; got E; specialize (H _ eq_refl); cbn in *; tauto. Qed.
Lemma qand_so a b c P Q : (forall d, a = Some d -> says_so d P) -> (forall d, b = Some d -> says_so d Q) ->
  qand a b = Some c -> says_so c (P /\ Q).
Proof.
  intros H K E. destruct a as [[]|], b as [[]|]; try discriminate E; got E;
  try specialize (H _ eq_refl); try specialize (K _ eq_refl); cbn in *; tauto.
Qed.
Lemma says_so_iff b P Q : says_so b P -> (P <-> Q) -> says_so b Q.
Proof. destruct b; cbn; tauto. Qed.
Lemma qall_so n f b (P : nat -> Prop) : (forall i c, f i = Some c -> says_so c (P i)) -> qall n f = Some b ->
  says_so b (forall i, (i < n)%nat -> P i).
Proof.
  intros H. revert b. induction n as [|n IH]; intros b E; cbn [qall] in E.
  - got E. cbn. lia.
  - specialize (H n). specialize (IH (match qall n f with Some b => b | None => true end)).
    destruct (f n) as [[]|], (qall n f) as [[]|]; try discriminate E; got E;
    try specialize (H _ eq_refl); try specialize (IH eq_refl); cbn in *;
    try (intros A; apply H, A; lia); try (intros A; apply IH; intros i Hi; apply A; lia).
    intros i Hi. destruct (Nat.eq_dec i n) as [->|N]; [exact H|]. apply IH. lia.
Qed.

Section Point.
Variable x : list R.
Notation reals := (reals x).

Lemma nth_reals e k : nth_error (nstk (reals e)) k = option_map (nval_of x) (nth_error (qstk e) k).
Proof. cbn. apply nth_error_map. Qed.
Lemma qref_ok i e j : qref i e = Some j -> nref i (reals e) = j.
Proof.
  unfold qref, nref. destruct i as [v|k]; [cbn|rewrite nth_reals; destruct (nth_error (qstk e) k)];
    try destruct (qname e v); try destruct q; cbn; intros H; try discriminate H; now injection H.
Qed.
Lemma qargs_ok l e js : qargs l e = Some js -> map place (nA l (reals e)) = js.
Proof.
  revert js. induction l as [|i l IH|t l IH|ss t l IH]; intros js E; cbn [qargs nA map place] in *.
  - now injection E.
  - apply bind_some in E. destruct E as [j [E1 E]]. apply bind_some in E. destruct E as [k [E2 E]]. got E.
    now rewrite (qref_ok _ _ _ E1), (IH _ E2).
  - discriminate E.
  - discriminate E.
Qed.
Lemma qreal_ok y o q : qreal o = Some q -> nvreal (option_map (nval_of y) o) = Q2R q.
Proof. destruct o as [[]|]; cbn; intros H; try discriminate H. now got H. Qed.

Ltac some :=
  repeat match goal with
  | H : bind _ _ = Some _ |- _ => apply bind_some in H; let x := fresh "q" in let E := fresh "E" in destruct H as [x [E H]]
  | H : Some _ = Some _ |- _ => got H
  | IH : forall e q, qT ?t e = Some q -> _, E : qT ?t ?e = Some _ |- _ => rewrite (IH _ _ E); clear E
  end.

Ltac logarithms :=
  let e := fresh "e" in let r := fresh "r" in let b := fresh "b" in let E := fresh "E" in
  intros e r b E; cbn [logs] in E; try discriminate E;
  repeat match type of E with
  | bind _ _ = Some _ => apply bind_some in E; let x := fresh "q" in let F := fresh "F" in destruct E as [x [F E]]
  | context [qless 0 ?x] => let F := fresh "F" in destruct (qless 0 x) eqn:F; [|discriminate E]
  | match ?u with Uexp => _ | _ => _ end = Some _ => destruct u; try discriminate E
  | match ?o with Some _ => _ | None => _ end = Some _ => let F := fresh "F" in destruct o eqn:F
  end;
  injection E as <- <-; cbn [nT nufn];
  repeat match goal with
  | l : (Q * Q)%type |- _ => destruct l
  | IH : forall e r b, logs _ ?t = Some _ -> _, F : logs _ ?t = Some _ |- _ =>
      apply IH in F; let P := fresh "P" in destruct F as [P F]; rewrite F; clear IH
  | IH : forall e q, qT ?t e = Some q -> _, F : qT ?t _ = Some _ |- _ => apply IH in F; rewrite F; clear IH
  end;
  cbn [fst snd] in *; rewrite ?Q2R_opp, ?Q2R_mult, ?Q2R_one;
  repeat match goal with
  | F : qdiv _ _ = Some _ |- _ => apply qdiv_ok in F; rewrite <- F; clear F
  | F : qless 0 ?b = true |- _ => pose proof (qless_so 0 b); rewrite F in *; clear F
  end;
  (split; [cbn [says_so] in *; pose proof Q2R_zero; lra|unfold Rdiv; ring]).

Lemma qexp_ok r b q : 0 < Q2R b -> qexp (r, b) = Some q -> exp (Q2R r * ln (Q2R b)) = Q2R q.
Proof.
  intros P H. unfold qexp in H. cbn [fst snd] in H. rewrite <- (Q2R_red r).
  assert (W : forall k, exp (INR k * ln (Q2R b)) = Q2R b ^ k).
  { induction k as [|k IH]; [now rewrite Rmult_0_l, exp_0|]. rewrite S_INR. cbn [pow].
    rewrite Rmult_plus_distr_r, Rmult_1_l, exp_plus, IH, exp_ln by exact P. ring. }
  destruct (Qred r) as [[|k|k] [d|d|]]; try discriminate H; got H.
  - replace (Q2R (Qmake (Zpos k) 1)) with (INR (Pos.to_nat k)) by (rewrite INR_IZR_INZ, positive_nat_Z; unfold Q2R; cbn; lra).
    now rewrite W, qpow_ok.
  - replace (Q2R (Qmake (Zneg k) 1)) with (- INR (Pos.to_nat k))
      by (rewrite INR_IZR_INZ, positive_nat_Z, <- opp_IZR; unfold Q2R; cbn; lra).
    rewrite Ropp_mult_distr_l_reverse, exp_Ropp, W, Q2R_inv, qpow_ok; [reflexivity|].
    intros Z. apply Qeq_eqR in Z. rewrite qpow_ok, Q2R_zero in Z. apply pow_nonzero in Z; [exact Z|lra].
Qed.

Definition right_value (t : tm) : Prop :=
  (forall e q, qT t e = Some q -> nT t (reals e) = Q2R q) /\
  (forall e r b, logs (fun u => qT u e) t = Some (r, b) -> 0 < Q2R b /\ nT t (reals e) = Q2R r * ln (Q2R b)).

Theorem exact_ok :
  (forall t, right_value t) /\
  (forall l : args, True) /\
  (forall f e b, qF f e = Some b -> says_so b (nF f (reals e))).
Proof.
  apply language_ind; auto; intros;
  repeat match goal with H : right_value _ |- _ => let L := fresh "L" in destruct H as [H L] end;
  try match goal with |- right_value _ => split; [|logarithms] end; intros;
  cbn [qT qF nT nF] in *; try discriminate; some.
  - unfold inject_Z, Q2R. cbn. lra.
  - unfold Q2R. cbn. reflexivity.
  - exact (qreal_ok _ (Some _) _ H).
  - rewrite nth_reals. now apply qreal_ok.
  - unfold qhead, nhead in *. destruct h as [v|k].
    + cbn [Exact.reals nname]. destruct (qname e v); try discriminate E. injection E as ->. cbn. now rewrite (qargs_ok _ _ _ E0).
    + rewrite nth_reals. destruct (nth_error (qstk e) k) as [[]|]; try discriminate E. injection E as ->. cbn.
      now rewrite (qargs_ok _ _ _ E0).
  - now rewrite Q2R_nat.
  - rewrite Q2R_nat, (qref_ok _ _ _ E). reflexivity.
  - now rewrite Q2R_red, Q2R_plus.
  - now rewrite Q2R_red, Q2R_minus.
  - now rewrite Q2R_opp.
  - now rewrite Q2R_red, Q2R_mult.
  - now apply qdiv_ok.
  - now rewrite qpow_ok.
  - now rewrite qmax_ok.
  - now rewrite qmin_ok.
  - destruct u; try discriminate; some; cbn [nufn].
    + destruct q0 as [r b]. destruct (L _ _ _ E) as [P ->]. now apply qexp_ok.
    + now apply qroot_ok.
    + rewrite qmax_ok, Q2R_opp. unfold Rmax, Rabs. destruct (Rle_dec _ _), (Rcase_abs _); lra.
  - apply (H0 (qpush (QR q0) e)). exact H1.
  - apply (qsum_ok _ (fun i => qT a (qpush (QI i) e))); [|assumption]. intros i b. apply H.
  - unfold bigsum_if. refine (qsum_ok _ _ _ _ _ H1). intros i b E. cbn beta in E. specialize (H (qpush (QI i) e)).
    change (npush (NI i) (reals e)) with (reals (qpush (QI i) e)).
    destruct (qF c (qpush (QI i) e)) as [[]|]; try discriminate E; specialize (H _ eq_refl); cbn [says_so] in H;
      destruct (dec _); try tauto; [now apply H0|]. got E. symmetry. apply Q2R_zero.
  - apply (qover_max _ (fun i => qT a (qpush (QI i) e))); [|assumption]. intros i b. apply H.
  - apply (qover_min _ (fun i => qT a (qpush (QI i) e))); [|assumption]. intros i b. apply H.
  - apply qle_so.
  - apply qless_so.
  - apply qeq_so.
  - pose proof (qeq_so q q0) as K. destruct (Qeq_bool q q0); cbn in *; tauto.
  - rewrite (qref_ok _ _ _ E), (qref_ok _ _ _ E0). destruct (Nat.eqb_spec q q0); assumption.
  - cbn [Exact.reals nsize]. destruct (Nat.leb_spec c (qsize e s)); cbn; lia.
  - rewrite (qref_ok _ _ _ E). cbn [Exact.reals nsize]. destruct (Nat.ltb_spec q (qsize e s)); cbn; lia.
  - exact (H0 (qpush (QR q) e) b H1).
  - eapply qand_so; eauto.
  - apply (says_so_iff _ (~ (~ nF f (reals e) /\ ~ nF g (reals e)))); [|destruct (dec (nF f (reals e))); tauto].
    eapply qnot_so; [|eassumption]. intros c Hc. eapply qand_so; [| |exact Hc]; intros d Hd; eapply qnot_so; eauto.
  - apply (says_so_iff _ (~ (nF f (reals e) /\ ~ nF g (reals e)))); [|destruct (dec (nF g (reals e))); tauto].
    eapply qnot_so; [|eassumption]. intros c Hc. eapply qand_so; [| |exact Hc]; [eauto|]. intros d Hd. eapply qnot_so; eauto.
  - eapply qnot_so; eauto.
  - cbn [Exact.reals nsize]. eapply qall_so; [|eassumption]. intros i c. apply (H (qpush (QI i) e)).
  - cbn [Exact.reals nsize]. apply (says_so_iff _ (~ (forall i, (i < qsize e s)%nat -> ~ nF f (npush (NI i) (reals e))))).
    + eapply qnot_so; [|eassumption]. intros c Hc. eapply qall_so; [|exact Hc]. intros i d Hd.
      eapply qnot_so; [|exact Hd]. intros d' Hd'. exact (H (qpush (QI i) e) d' Hd').
    + split; [|intros [i [Hi K]] A; exact (A i Hi K)]. intros N. apply Classical_Prop.NNPP. intros K. apply N.
      intros i Hi A. apply K. exists i. split; assumption.
Qed.
End Point.
