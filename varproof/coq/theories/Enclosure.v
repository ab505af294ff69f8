(* Statements with integrals at exact points: over a box of the variables that are integrated over, a term is an affine
   function up to an error, so that its integral is its value in the middle times the volume, up to the error times the
   volume.  Sides of the cube are halved until a comparison is decided.  Then what makes a refutation. *)
From Coq Require Import Reals QArith Qreals List Bool PArith ZArith Arith Lia Lra.
From Varproof Require Import Finite Naturals Integral Term Language Statement Exact.
Import ListNotations.
Close Scope Q_scope.
Open Scope R_scope.
Local Notation "'let?' x := m 'in' f" := (bind m (fun x => f)) (at level 200, x name).

(* ---- affine functions, from the middle of a box, with an error *)

Definition box := list (Q * Q).  (* the middle and the radius of each side *)
Record affine := Affine { middle : Q; slopes : list Q; error : Q; exact : bool }.
Definition about (s : box) (a : affine) (F : list R -> R) : Prop :=
  lipschitz (length s) F /\
  near (sides s) F (fun x => Q2R (middle a) + linear s (slopes a) x) (Q2R (error a)) /\
  (exact a = true -> forall x, length x = length s -> F x = Q2R (middle a) + linear s (slopes a) x).  (* outside too *)

Definition qabs (q : Q) : Q := qmax q (Qopp q).
Definition half : Q := Qmake 1 2.
Fixpoint qplus (l k : list Q) : list Q :=
  match l, k with a :: l, b :: k => Qred (Qplus a b) :: qplus l k | [], k => k | l, [] => l end.
Fixpoint reach (s : box) (l : list Q) : Q :=  (* how far the linear part is from 0 *)
  match s, l with (_, r) :: s, c :: l => Qred (Qplus (Qmult (qabs c) r) (reach s l)) | _, _ => 0%Q end.

Definition still (q : Q) : affine := Affine q [] 0 true.
Definition aplus (a b : affine) : affine :=
  Affine (Qred (Qplus (middle a) (middle b))) (qplus (slopes a) (slopes b)) (Qred (Qplus (error a) (error b)))
    (exact a && exact b).
Definition ascale (q : Q) (a : affine) : affine :=
  Affine (Qred (Qmult q (middle a))) (map (fun c => Qred (Qmult q c)) (slopes a)) (Qred (Qmult (qabs q) (error a)))
    (exact a).
Definition aopp : affine -> affine := ascale (-1).
Definition constant (a : affine) : option Q :=
  if exact a && forallb (fun c => Qeq_bool c 0) (slopes a) then Some (middle a) else None.
Definition spread (s : box) (a : affine) : Q := Qplus (reach s (slopes a)) (error a).
Definition here (a : affine) : affine := Affine (middle a) (slopes a) (error a) false.
(* one of both where it is settled which; else (a + b)/2 + |a - b|/2, where |a - b| is between 0 and w *)
Definition amax (s : box) (a b : affine) : affine :=
  let d := aplus a (aopp b) in
  if Qle_bool (spread s d) (middle d) then here a
  else if Qle_bool (middle d) (Qopp (spread s d)) then here b
  else
    let w := Qmult (Qmake 1 4) (Qplus (qabs (middle d)) (spread s d)) in
    aplus (ascale half (aplus a b)) (Affine (Qred w) [] (Qred w) false).
Definition avariable (s : box) (k : nat) : option affine :=
  let? side := nth_error s k in Some (Affine (fst side) (repeat 0%Q k ++ [1%Q]) 0 true).
Fixpoint asum (n : nat) (f : nat -> option affine) : option affine :=
  match n with O => Some (still 0) | S m => let? a := asum m f in let? b := f m in Some (aplus a b) end.

(* ---- the integral of what is known on every box, from 2^cuts pieces of each side: its middle and its error *)

Definition qvolume (s : box) : Q := fold_right (fun side v => Qred (Qmult (Qmult 2 (snd side)) v)) 1%Q s.
Definition piece (upper : bool) (side : Q * Q) : Q * Q :=
  let r := Qred (Qmult half (snd side)) in (Qred ((if upper then Qplus else Qminus) (fst side) r), r).
Fixpoint total (f : box -> option affine) (cuts : nat) (todo done : box) {struct todo} : option (Q * Q) :=
  match todo with
  | [] => let? a := f done in let v := qvolume done in Some (Qred (Qmult v (middle a)), Qred (Qmult v (error a)))
  | side :: todo =>
      (fix go n side :=
        match n with
        | O => total f cuts todo (done ++ [side])
        | S n =>
            let? p := go n (piece false side) in let? q := go n (piece true side) in
            Some (Qred (Qplus (fst p) (fst q)), Qred (Qplus (snd p) (snd q)))
        end) cuts side
  end.

(* ---- terms *)

Definition moves (v : qval) : bool := match v with QM _ => true | _ => false end.
Definition moving (e : qenv) (k : nat) : option (list nat) :=
  match nth_error (qstk e) k with Some (QM ns) => Some ns | _ => None end.
Fixpoint number (ns : list nat) (k : nat) (is : list nat) : nat :=  (* of an entry, row by row *)
  match ns with [] => k | n :: ns => match is with i :: is => number ns (k * n + i) is | [] => number ns (k * n + 0) [] end end.

Section Terms.
Variable cuts : nat.
Fixpoint aT (t : tm) (s : box) (e : qenv) {struct t} : option affine :=
  match t with
  | Tbd k => match moving e k with Some [] => avariable s 0 | _ => option_map still (qT t e) end
  | Tat (Hb k) l =>
      match moving e k with
      | Some (n :: ns) => let? is := qargs l e in avariable s (number (n :: ns) 0 is)
      | _ => option_map still (qT t e)
      end
  | Tadd a b => let? a := aT a s e in let? b := aT b s e in Some (aplus a b)
  | Tsub a b => let? a := aT a s e in let? b := aT b s e in Some (aplus a (aopp b))
  | Topp a => let? a := aT a s e in Some (aopp a)
  | Tmul a b =>
      let? a := aT a s e in
      match constant a with
      | Some q => if Qeq_bool q 0 then Some (still 0) else let? b := aT b s e in Some (ascale q b)
      | None => let? b := aT b s e in let? q := constant b in Some (ascale q a)
      end
  | Tdiv a b => let? a := aT a s e in let? b := aT b s e in let? q := constant b in let? i := qdiv 1 q in Some (ascale i a)
  | Tmax a b => let? a := aT a s e in let? b := aT b s e in Some (amax s a b)
  | Tmin a b => let? a := aT a s e in let? b := aT b s e in Some (aopp (amax s (aopp a) (aopp b)))
  | Tfn Uabs a => let? a := aT a s e in Some (amax s a (aopp a))
  | Tfn Uexp a =>
      match aT a s e with
      | Some a => let? q := constant a in if Qeq_bool q 0 then Some (still 1) else None
      | None => option_map still (qT t e)
      end
  | Tsum n a => asum (qsize e n) (fun i => aT a s (qpush (QI i) e))
  | Tint ss low high a =>
      let? low := qT low e in let? high := qT high e in
      if Qle_bool low high && negb (existsb moves (qstk e)) then
        let ns := map (qsize e) ss in
        let side := (Qmult half (Qplus low high), Qmult half (Qminus high low)) in
        let? p := total (fun s => aT a s (qpush (QM ns) e)) cuts (repeat side (fold_right Nat.mul 1%nat ns)) [] in
        Some (Affine (fst p) [] (snd p) false)
      else None
  | _ => option_map still (qT t e)
  end.
End Terms.

(* ---- comparisons *)

Definition enclosed (cuts : nat) (f : fm) (e : qenv) : option bool :=
  match f with
  | Gle a b =>
      let? d := aT cuts (Tsub b a) [] e in
      if Qle_bool (error d) (middle d) then Some true else if qless (middle d) (Qopp (error d)) then Some false else None
  | Glt a b =>
      let? d := aT cuts (Tsub b a) [] e in
      if qless (error d) (middle d) then Some true else if Qle_bool (middle d) (Qopp (error d)) then Some false else None
  | _ => None
  end.
Fixpoint finer (tries cuts : nat) (f : fm) (e : qenv) : option bool :=
  match tries with
  | O => None
  | S tries => match enclosed cuts f e with Some b => Some b | None => finer tries (S cuts) f e end
  end.
Definition decided (f : fm) (e : qenv) : option bool := match qF f e with Some b => Some b | None => finer 4 0 f e end.

(* ---- what is computed is so *)

Lemma qabs_ok q : Q2R (qabs q) = Rabs (Q2R q).
Proof. unfold qabs. rewrite qmax_ok, Q2R_opp. unfold Rmax, Rabs. destruct (Rle_dec _ _), (Rcase_abs _); lra. Qed.
Lemma half_ok : Q2R half = / 2.
Proof. unfold half, Q2R. cbn. lra. Qed.
Lemma minus_one_ok : Q2R (-1) = -1.
Proof. unfold Q2R. cbn. lra. Qed.

Lemma linear_nil s x : linear s [] x = 0.
Proof. destruct s as [|[m r] s]; reflexivity. Qed.
Lemma linear_plus s : forall l k x, linear s (qplus l k) x = linear s l x + linear s k x.
Proof.
  induction s as [|[m r] s IH]; intros [|a l] [|b k] [|v x]; cbn [linear qplus]; rewrite ?linear_nil; try lra.
  rewrite IH, Q2R_red, Q2R_plus. ring.
Qed.
Lemma linear_scale q s : forall l x, linear s (map (fun c => Qred (Qmult q c)) l) x = Q2R q * linear s l x.
Proof.
  induction s as [|[m r] s IH]; intros [|a l] [|v x]; cbn [linear map]; rewrite ?linear_nil; try ring.
  rewrite IH, Q2R_red, Q2R_mult. ring.
Qed.
Lemma linear_still s : forall l x, forallb (fun c => Qeq_bool c 0) l = true -> linear s l x = 0.
Proof.
  induction s as [|[m r] s IH]; intros [|a l] [|v x] H; try reflexivity. cbn [linear forallb] in *.
  apply andb_prop in H. destruct H as [E H]. apply Qeq_bool_iff, Qeq_eqR in E. rewrite E, Q2R_zero, (IH _ _ H). ring.
Qed.
Lemma linear_reach s : forall l x, inside (sides s) x -> Rabs (linear s l x) <= Q2R (reach s l).
Proof.
  induction s as [|[m r] s IH]; intros l x I; [cbn; rewrite Rabs_R0, Q2R_zero; lra|].
  inversion I as [|? v ? y V Y]. subst. destruct l as [|c l]; [cbn; rewrite Rabs_R0, Q2R_zero; lra|].
  cbn [linear reach ends fst snd] in *. rewrite Q2R_red, Q2R_plus, Q2R_mult, qabs_ok. specialize (IH l y Y).
  pose proof (Rabs_triang (Q2R c * (v - Q2R m)) (linear s l y)) as T. rewrite Rabs_mult in T.
  assert (D : Rabs (v - Q2R m) <= Q2R r) by (apply Rabs_le; lra).
  pose proof (Rmult_le_compat_l _ _ _ (Rabs_pos (Q2R c)) D). lra.
Qed.
Lemma linear_variable s : forall k m r x, nth_error s k = Some (m, r) -> length x = length s ->
  linear s (repeat 0%Q k ++ [1%Q]) x = nth k x 0 - Q2R m.
Proof.
  induction s as [|[m r] s IH]; intros [|k] m' r' [|v x] E L; try discriminate; cbn [nth_error repeat app linear nth] in *.
  - injection E as -> ->. rewrite linear_nil, Q2R_one. ring.
  - injection L as L. rewrite (IH _ _ _ _ E L), Q2R_zero. ring.
Qed.

Section Box.
Variable s : box.
Notation about := (about s).

Lemma about_ext a F G : (forall x, length x = length s -> F x = G x) -> about a F -> about a G.
Proof.
  intros E [L [N X]]. split; [exact (lipschitz_ext _ _ _ E L)|]. split.
  - intros x I. rewrite <- E; [exact (N x I)|]. apply inside_length in I. rewrite <- I. apply map_length.
  - intros H x I. rewrite <- E by assumption. exact (X H x I).
Qed.
Lemma still_ok q F : (forall x, length x = length s -> F x = Q2R q) -> about (still q) F.
Proof.
  intros E. apply about_ext with (fun _ => Q2R q); [intros; now rewrite E|]. split; [apply lipschitz_const|].
  cbn [still middle slopes error]. split; [intros x _|intros _ x _]; rewrite linear_nil; [|ring].
  rewrite Q2R_zero. replace (_ - _) with 0 by ring. rewrite Rabs_R0. lra.
Qed.
Lemma aplus_ok a b F G : about a F -> about b G -> about (aplus a b) (fun x => F x + G x).
Proof.
  intros [L [N X]] [M [K Y]]. split; [now apply lipschitz_plus|]. cbn [aplus middle slopes error exact]. split; intros x I.
  - specialize (N x I). specialize (K x I). rewrite !Q2R_red, !Q2R_plus, linear_plus.
    replace (_ - _) with ((F x - (Q2R (middle a) + linear s (slopes a) x)) + (G x - (Q2R (middle b) + linear s (slopes b) x))) by ring.
    eapply Rle_trans; [apply Rabs_triang|lra].
  - apply andb_prop in x. destruct x as [X1 Y1]. intros J. rewrite (X X1 I J), (Y Y1 I J), !Q2R_red, Q2R_plus, linear_plus. ring.
Qed.
Lemma ascale_ok q a F : about a F -> about (ascale q a) (fun x => Q2R q * F x).
Proof.
  intros [L [N X]]. split; [now apply lipschitz_scale|]. cbn [ascale middle slopes error exact]. split; intros x I.
  - specialize (N x I). rewrite !Q2R_red, !Q2R_mult, qabs_ok, linear_scale.
    replace (_ - _) with (Q2R q * (F x - (Q2R (middle a) + linear s (slopes a) x))) by ring.
    rewrite Rabs_mult. apply Rmult_le_compat_l; [apply Rabs_pos|exact N].
  - intros J. rewrite (X x I J), !Q2R_red, Q2R_mult, linear_scale. ring.
Qed.
Lemma aopp_ok a F : about a F -> about (aopp a) (fun x => - F x).
Proof. intros A. apply about_ext with (2 := ascale_ok (-1) _ _ A). intros x _. rewrite minus_one_ok. ring. Qed.
Lemma constant_ok a q F x : constant a = Some q -> about a F -> length x = length s -> F x = Q2R q.
Proof.
  unfold constant. intros H [_ [_ X]] I. destruct (_ && _) eqn:E; [|discriminate H]. got H. apply andb_prop in E.
  destruct E as [E Z]. rewrite (X E x I), (linear_still _ _ _ Z). ring.
Qed.
Lemma spread_ok a F x : about a F -> inside (sides s) x -> Rabs (F x - Q2R (middle a)) <= Q2R (spread s a).
Proof.
  intros [_ [N _]] I. specialize (N x I). pose proof (linear_reach s (slopes a) x I) as K. unfold spread. rewrite Q2R_plus.
  replace (_ - _) with ((F x - (Q2R (middle a) + linear s (slopes a) x)) + linear s (slopes a) x) by ring.
  eapply Rle_trans; [apply Rabs_triang|lra].
Qed.
Lemma here_ok a F G : lipschitz (length s) G -> (forall x, inside (sides s) x -> F x = G x) -> about a F -> about (here a) G.
Proof. intros L E [_ [N _]]. split; [exact L|]. split; [|discriminate]. intros x I. rewrite <- (E x I). exact (N x I). Qed.
Lemma amax_ok a b F G : about a F -> about b G -> about (amax s a b) (fun x => Rmax (F x) (G x)).
Proof.
  intros A B. pose proof (lipschitz_max _ _ _ (proj1 A) (proj1 B)) as L. unfold amax.
  set (d := aplus a (aopp b)).
  assert (D : forall x, inside (sides s) x -> Rabs (F x - G x - Q2R (middle d)) <= Q2R (spread s d)).
  { intros x. exact (spread_ok d (fun x => F x + - G x) x (aplus_ok _ _ _ _ A (aopp_ok _ _ B))). }
  clearbody d.
  pose proof (qle_so (spread s d) (middle d)) as H1. destruct (Qle_bool (spread s d) (middle d)).
  { apply here_ok with (3 := A); [exact L|]. intros x I. specialize (D x I). cbn [says_so] in H1. rewrite Rmax_left; [reflexivity|].
    unfold Rabs in D. destruct (Rcase_abs _); lra. }
  clear H1. pose proof (qle_so (middle d) (Qopp (spread s d))) as H2. destruct (Qle_bool (middle d) (Qopp (spread s d))).
  { apply here_ok with (3 := B); [exact L|]. intros x I. specialize (D x I). cbn [says_so] in H2. rewrite Q2R_opp in H2.
    rewrite Rmax_right; [reflexivity|]. unfold Rabs in D. destruct (Rcase_abs _); lra. }
  clear H2. set (w := Qmult (Qmake 1 4) (Qplus (qabs (middle d)) (spread s d))).
  pose proof (ascale_ok half _ _ (aplus_ok _ _ _ _ A B)) as [_ [N _]].
  split; [exact L|]. cbn [aplus ascale middle slopes error exact] in *. rewrite andb_false_r. split; [|discriminate].
  intros x I. specialize (N x I). specialize (D x I).
  rewrite !Q2R_red, !Q2R_plus, linear_plus, linear_nil, !Q2R_red, half_ok in *.
  assert (W : Q2R w = / 4 * (Rabs (Q2R (middle d)) + Q2R (spread s d))).
  { unfold w. rewrite Q2R_mult, Q2R_plus, qabs_ok. unfold Q2R at 1. cbn. lra. }
  assert (Z : 0 <= Rabs (F x - G x) <= 4 * Q2R w).
  { split; [apply Rabs_pos|]. replace (F x - G x) with ((F x - G x - Q2R (middle d)) + Q2R (middle d)) by ring.
    eapply Rle_trans; [apply Rabs_triang|lra]. }
  assert (M : Rmax (F x) (G x) = / 2 * (F x + G x) + / 2 * Rabs (F x - G x)).
  { unfold Rmax, Rabs. destruct (Rle_dec _ _), (Rcase_abs _); lra. }
  rewrite M. revert N Z. generalize (Rabs (F x - G x)). intros z N Z. unfold Rabs in *.
  repeat match goal with
  | |- context [Rcase_abs ?a] => destruct (Rcase_abs a)
  | A : context [Rcase_abs ?a] |- _ => destruct (Rcase_abs a)
  end; lra.
Qed.
Lemma avariable_ok k a : avariable s k = Some a -> about a (fun x => nth k x 0).
Proof.
  unfold avariable. intros H. apply bind_some in H. destruct H as [[m r] [E H]]. got H. split; [apply lipschitz_entry|].
  cbn [middle slopes error fst]. split.
  - intros x I. apply inside_length in I. unfold sides in I. rewrite map_length in I.
    rewrite (linear_variable _ _ _ _ _ E) by now symmetry. rewrite Q2R_zero. replace (_ - _) with 0 by ring. rewrite Rabs_R0. lra.
  - intros _ x I. rewrite (linear_variable _ _ _ _ _ E I). ring.
Qed.
Lemma asum_ok n f F a : (forall i b, f i = Some b -> about b (F i)) -> asum n f = Some a ->
  about a (fun x => bigsum n (fun i => F i x)).
Proof.
  intros H. revert a. induction n as [|n IH]; intros a E; cbn [asum] in E.
  - got E. apply still_ok. intros x _. cbn. now rewrite Q2R_zero.
  - apply bind_some in E. destruct E as [b [E1 E]]. apply bind_some in E. destruct E as [c [E2 E]]. got E.
    exact (aplus_ok _ _ _ _ (IH _ E1) (H _ _ E2)).
Qed.
End Box.

(* integrals *)

Lemma some_pair {A B} (a c : A) (b d : B) : Some (a, b) = Some (c, d) -> a = c /\ b = d.
Proof. now intros [=]. Qed.

Definition radii (s : box) : Prop := List.Forall (fun side : Q * Q => 0 <= Q2R (snd side)) s.
Lemma radii_ordered s : radii s -> ordered (sides s).
Proof. induction 1 as [|[m r] s H _ IH]; constructor; [cbn in *; lra|exact IH]. Qed.
Lemma qvolume_ok s : Q2R (qvolume s) = volume (sides s).
Proof.
  induction s as [|[m r] s IH]; cbn [qvolume volume sides map ends fold_right fst snd]; [apply Q2R_one|].
  fold (qvolume s). rewrite Q2R_red, !Q2R_mult, IH. unfold volume, sides. replace (Q2R 2) with 2 by (unfold Q2R; cbn; lra). ring.
Qed.
Lemma pieces_ok m r : ends (m, r) = (Q2R m - Q2R r, Q2R m + Q2R r) /\
  ends (piece false (m, r)) = (Q2R m - Q2R r, Q2R m) /\ ends (piece true (m, r)) = (Q2R m, Q2R m + Q2R r).
Proof.
  unfold ends, piece. cbn [fst snd]. rewrite !Q2R_red, Q2R_minus, Q2R_plus, !Q2R_red, Q2R_mult, half_ok.
  repeat split; f_equal; field.
Qed.
Lemma leaf_ok s a F : radii s -> about s a F ->
  Rabs (iterated (sides s) F - Q2R (qvolume s) * Q2R (middle a)) <= Q2R (qvolume s) * Q2R (error a).
Proof.
  intros O [L [N _]]. rewrite qvolume_ok, <- (iterated_affine s (slopes a) (Q2R (middle a))).
  assert (E : length (sides s) = length s) by apply map_length.
  apply iterated_near; [now apply radii_ordered|now rewrite E| |exact N]. rewrite E.
  apply (lipschitz_plus _ (fun _ => Q2R (middle a))); [apply lipschitz_const|apply lipschitz_linear].
Qed.

Theorem total_ok f cuts F : (forall s a, f s = Some a -> about s a F) -> forall todo done m r,
  radii (done ++ todo) -> total f cuts todo done = Some (m, r) ->
  lipschitz (length (done ++ todo)) F /\ Rabs (iterated (sides (done ++ todo)) F - Q2R m) <= Q2R r.
Proof.
  intros H. induction todo as [|side0 todo IH]; intros done m r O E; cbn [total] in E.
  - rewrite app_nil_r in *. apply bind_some in E. destruct E as [a [E1 E]]. apply H in E1. apply some_pair in E. destruct E; subst.
    rewrite !Q2R_red, !Q2R_mult. split; [apply E1|now apply leaf_ok].
  - set (go := fix go n side := match n with O => _ | S n => _ end) in E.
    assert (G : forall n p m r, radii (done ++ p :: todo) -> go n p = Some (m, r) ->
      lipschitz (length (done ++ p :: todo)) F /\ Rabs (iterated (sides (done ++ p :: todo)) F - Q2R m) <= Q2R r);
      [|now apply (G cuts)].
    clear E O m r. induction n as [|n IHn]; intros [m0 r0] m r O E; cbn [go] in E.
    + change ((m0, r0) :: todo) with ([(m0, r0)] ++ todo) in *. rewrite app_assoc in *. now apply IH.
    + apply bind_some in E. destruct E as [[m1 r1] [E1 E]]. apply bind_some in E. destruct E as [[m2 r2] [E2 E]].
      apply some_pair in E. destruct E; subst. cbn [fst snd]. rewrite !Q2R_red, !Q2R_plus.
      assert (P : 0 <= Q2R r0) by (apply Forall_app in O; destruct O as [_ O]; now inversion O).
      assert (O' : forall b, radii (done ++ piece b (m0, r0) :: todo)).
      { intros b. apply Forall_app in O. destruct O as [O1 O2]. inversion O2. apply Forall_app. split; [assumption|].
        constructor; [|assumption]. change (0 <= Q2R (Qred (Qmult half r0))). rewrite Q2R_red, Q2R_mult, half_ok. lra. }
      apply IHn in E1; [|apply O']. apply IHn in E2; [|apply O']. destruct E1 as [L1 E1], E2 as [_ E2].
      assert (Len : forall p q, length (done ++ p :: todo) = length (done ++ q :: todo)) by (intros; now rewrite !app_length).
      assert (L : lipschitz (length (done ++ (m0, r0) :: todo)) F) by now rewrite (Len _ (piece false (m0, r0))).
      split; [exact L|]. destruct (pieces_ok m0 r0) as [S0 [S1 S2]].
      unfold sides in *. rewrite map_app in *. cbn [map] in *. rewrite S0. rewrite S1 in E1. rewrite S2 in E2.
      pose proof (radii_ordered _ (O' false)) as O1. pose proof (radii_ordered _ (O' true)) as O2.
      unfold sides in O1, O2. rewrite map_app in O1, O2. cbn [map] in O1, O2. rewrite S1 in O1. rewrite S2 in O2.
      rewrite (iterated_cut _ _ (Q2R m0)); [|assumption|assumption|].
      * unfold Rabs in *. repeat match goal with
        | |- context [Rcase_abs ?a] => destruct (Rcase_abs a)
        | A : context [Rcase_abs ?a] |- _ => destruct (Rcase_abs a)
        end; lra.
      * rewrite app_length in *. cbn [length] in *. now rewrite !map_length.
Qed.

Lemma fallback t s e a : option_map still (qT t e) = Some a -> about s a (fun x => nT t (reals x e)).
Proof.
  destruct (qT t e) as [q|] eqn:E; intros H; [|discriminate H]. got H. apply still_ok. intros x _.
  exact (proj1 (proj1 (exact_ok x) t) e q E).
Qed.
Lemma moving_ok e k ns x : moving e k = Some ns ->
  nth_error (nstk (reals x e)) k = Some (integrated (length ns) (filled ns 0 x)).
Proof.
  unfold moving. rewrite nth_reals. destruct (nth_error (qstk e) k) as [[]|]; intros H; try discriminate H. now got H.
Qed.
Lemma filled_ok ns : forall k is x, iap (length ns) (filled ns k x) is = nth (number ns k is) x 0.
Proof. induction ns as [|n ns IH]; intros k is x; [reflexivity|]. destruct is as [|i is]; cbn [length iap filled number]; apply IH. Qed.
Lemma reals_still e x y : existsb moves (qstk e) = false -> reals x e = reals y e.
Proof.
  intros H. unfold reals. f_equal. apply map_ext_in. intros v V. destruct v; try reflexivity.
  assert (existsb moves (qstk e) = true) by (apply existsb_exists; eauto). congruence.
Qed.
Lemma sides_repeat p k : sides (repeat p k) = repeat (ends p) k.
Proof. induction k as [|k IH]; cbn; [reflexivity|]. now rewrite <- IH. Qed.

Theorem aT_ok cuts :
  (forall t s e a, aT cuts t s e = Some a -> about s a (fun x => nT t (reals x e))) /\ (forall l : args, True) /\ (forall f : fm, True).
Proof.
  apply language_ind; auto; intros; cbn [aT] in *; try (now apply fallback);
    repeat match goal with
    | H : bind _ _ = Some _ |- _ => apply bind_some in H; let x := fresh "q" in let E := fresh "E" in destruct H as [x [E H]]
    | IH : forall s e a, aT _ ?t s e = Some a -> _, E : aT _ ?t _ _ = Some _ |- _ => apply IH in E
    end.
  - destruct (moving e k) as [[|n ns]|] eqn:M; try now apply fallback. apply about_ext with (2 := avariable_ok _ _ _ H).
    intros x _. cbn [nT]. now rewrite (moving_ok _ _ _ _ M).
  - destruct h as [v|k]; [now apply fallback|]. destruct (moving e k) as [[|n ns]|] eqn:M; try now apply fallback.
    apply bind_some in H0. destruct H0 as [is [E H0]]. apply about_ext with (2 := avariable_ok _ _ _ H0).
    intros x _. cbn [nT nhead]. rewrite (moving_ok _ _ _ _ M). cbn [nvfun integrated length].
    rewrite (qargs_ok _ _ _ _ E). symmetry. exact (filled_ok (n :: ns) 0 is x).
  - got H1. now apply aplus_ok.
  - got H1. now apply (aplus_ok _ _ _ _ _ E (aopp_ok _ _ _ E0)).
  - got H0. now apply aopp_ok.
  - destruct (constant q) as [c|] eqn:C.
    + pose proof (qeq_so c 0) as Z. destruct (Qeq_bool c 0).
      * got H1. apply still_ok. intros x X. cbn [nT says_so] in *. rewrite (constant_ok _ _ _ _ x C E X), Z, Q2R_zero. ring.
      * apply bind_some in H1. destruct H1 as [b' [E' H1]]. apply H0 in E'. got H1.
        apply about_ext with (2 := ascale_ok _ _ _ _ E'). intros x X. cbn [nT]. now rewrite (constant_ok _ _ _ _ x C E X).
    + apply bind_some in H1. destruct H1 as [b' [E' H1]]. apply H0 in E'. apply bind_some in H1. destruct H1 as [c' [C' H1]].
      got H1. apply about_ext with (2 := ascale_ok _ _ _ _ E). intros x X. cbn [nT].
      rewrite (constant_ok _ _ _ _ x C' E' X). ring.
  - got H1. apply qdiv_ok in E2. apply about_ext with (2 := ascale_ok _ _ _ _ E). intros x X. cbn [nT].
    rewrite (constant_ok _ _ _ _ x E1 E0 X), <- E2, Q2R_one. unfold Rdiv. ring.
  - got H1. now apply amax_ok.
  - got H1. apply about_ext with (2 := aopp_ok _ _ _ (amax_ok _ _ _ _ _ (aopp_ok _ _ _ E) (aopp_ok _ _ _ E0))).
    intros x _. cbn [nT]. unfold Rmin, Rmax. destruct (Rle_dec _ _), (Rle_dec _ _); lra.
  - destruct u; try now apply fallback.
    + destruct (aT cuts a s e) as [b|] eqn:E; [|now apply fallback]. apply H in E. apply bind_some in H0.
      destruct H0 as [c [C H0]]. pose proof (qeq_so c 0) as Z. destruct (Qeq_bool c 0); [|discriminate H0]. got H0.
      apply still_ok. intros x X. cbn [nT nufn says_so] in *. now rewrite (constant_ok _ _ _ _ x C E X), Z, Q2R_zero, exp_0, Q2R_one.
    + apply bind_some in H0. destruct H0 as [b [E H0]]. apply H in E. got H0.
      apply about_ext with (2 := amax_ok _ _ _ _ _ E (aopp_ok _ _ _ E)). intros x _. cbn [nT nufn].
      unfold Rmax, Rabs. destruct (Rle_dec _ _), (Rcase_abs _); lra.
  - rename q into lo. rename q0 into hi. rename E into EL. rename E0 into ER. destruct (_ && _) eqn:B; [|discriminate H2].
    apply bind_some in H2. destruct H2 as [[m r] [T H2]]. got H2. apply andb_prop in B. destruct B as [O S].
    apply negb_true_iff in S. apply Qle_bool_iff, Qle_Rle in O.
    set (side := (Qmult half (Qplus lo hi), Qmult half (Qminus hi lo))) in *.
    set (ns := map (qsize e) ss) in *. set (k := fold_right Nat.mul 1%nat ns) in *.
    assert (D : ends side = (Q2R lo, Q2R hi)).
    { unfold side, ends. cbn [fst snd]. rewrite !Q2R_mult, Q2R_plus, Q2R_minus, half_ok. f_equal; field. }
    apply (total_ok _ _ (fun l => nT a (reals l (qpush (QM ns) e)))) in T; [|intros; now apply H1|].
    + destruct T as [_ T]. cbn [app] in T. rewrite sides_repeat, D in T.
      assert (V : forall x, nT (Tint ss low high a) (reals x e) = iterated (repeat (Q2R lo, Q2R hi) k) (fun l => nT a (reals l (qpush (QM ns) e)))).
      { intros x. cbn [nT]. rewrite (proj1 (proj1 (exact_ok x) low) e lo EL), (proj1 (proj1 (exact_ok x) high) e hi ER).
        unfold integral. apply iterated_ext. intros l. rewrite (reals_still e x l S). reflexivity. }
      split; [|split; [|discriminate]].
      { eapply lipschitz_ext; [intros x _; symmetry; apply V|apply lipschitz_const]. }
      intros x _. cbn beta. rewrite V. cbn [middle slopes error fst snd]. rewrite linear_nil, Rplus_0_r. exact T.
    + cbn [app]. apply Forall_forall. intros p I. apply repeat_spec in I. subst p. unfold side. cbn [snd].
      rewrite Q2R_mult, Q2R_minus, half_ok. lra.
  - apply (asum_ok _ _ _ (fun i x => nT a (reals x (qpush (QI i) e)))) with (2 := H0). intros i b E. now apply H.
Qed.

Lemma inside_nothing : inside (sides []) [].
Proof. constructor. Qed.
Theorem decided_ok f e b : decided f e = Some b -> says_so b (nF f (reals [] e)).
Proof.
  unfold decided. destruct (qF f e) as [c|] eqn:E; [intros H; got H; exact (proj2 (proj2 (exact_ok [])) f e b E)|]. clear E.
  assert (C : forall cuts, enclosed cuts f e = Some b -> says_so b (nF f (reals [] e))).
  { intros cuts H. destruct f; try discriminate H; cbn [enclosed] in H; apply bind_some in H; destruct H as [d [D H]];
      apply (proj1 (aT_ok cuts)) in D; destruct D as [_ [D _]]; specialize (D [] inside_nothing); cbn beta in D;
      change (linear [] (slopes d) []) with 0 in D; cbn [nT nF] in *.
    - pose proof (qle_so (error d) (middle d)) as H1. pose proof (qless_so (middle d) (Qopp (error d))) as H2.
      rewrite Q2R_opp in H2. destruct (Qle_bool (error d) (middle d)); [|destruct (qless (middle d) (Qopp (error d))); [|discriminate H]]; got H; cbn [says_so] in *;
        unfold Rabs in D; destruct (Rcase_abs _); lra.
    - pose proof (qless_so (error d) (middle d)) as H1. pose proof (qle_so (middle d) (Qopp (error d))) as H2.
      rewrite Q2R_opp in H2. destruct (qless (error d) (middle d)); [|destruct (Qle_bool (middle d) (Qopp (error d))); [|discriminate H]]; got H; cbn [says_so] in *;
        unfold Rabs in D; destruct (Rcase_abs _); lra. }
  assert (F : forall tries cuts, finer tries cuts f e = Some b -> says_so b (nF f (reals [] e))); [|apply F].
  induction tries as [|tries IH]; intros cuts H; [discriminate H|]. cbn [finer] in H.
  destruct (enclosed cuts f e) as [c|] eqn:E; [got H; now apply (C cuts)|exact (IH _ H)].
Qed.

(* ---- refutation *)

Definition is (b : bool) (o : option bool) : bool := match o with Some c => Bool.eqb b c | None => false end.
Definition fails (e : qenv) (g : goal) : bool :=
  forallb (fun h => is true (decided h e)) (fst g) && is false (decided (snd g) e).

Lemma fails_ok e g : fails e g = true -> ~ imps (fst g) (snd g) (reals [] e).
Proof.
  unfold fails. intros H. apply andb_prop in H. destruct H as [A C].
  rewrite forallb_forall in A. assert (N : ~ nF (snd g) (reals [] e)).
  { destruct (decided (snd g) e) as [[]|] eqn:K; try discriminate C. exact (decided_ok _ _ _ K). }
  intros I. apply N. clear N C. induction (fst g) as [|h hs IH]; cbn [imps] in I; [exact I|].
  apply IH; [intros x Hx; apply A; now right|]. apply I. specialize (A h (or_introl eq_refl)).
  destruct (decided h e) as [[]|] eqn:K; try discriminate A. exact (decided_ok _ _ _ K).
Qed.

(* At these data the hypotheses of a goal hold, and it does not. *)
Theorem refuted st e : existsb (fails e) (goals_of st) = true -> ~ says st.
Proof.
  intros H V. apply existsb_exists in H. destruct H as [g [I F]]. apply In_nth_error in I. destruct I as [k E].
  exact (fails_ok e g F (V k g E (reals [] e))).
Qed.
Lemma claim_fails st e f :
  fails e (declared st ++ assumed st, f) = true -> ~ imps (declared st ++ assumed st) f (reals [] e).
Proof. exact (fails_ok e (declared st ++ assumed st, f)). Qed.

(* So does it where a consequence of a claim fails. *)
Lemma imps_mp hs f g e : imps hs (Gimp f g) e -> imps hs f e -> imps hs g e.
Proof. induction hs as [|h hs IH]; cbn [imps]; [auto|]. intros A B H. exact (IH (A H) (B H)). Qed.
Lemma consequence_fails st e f g : (forall e, imps (declared st ++ assumed st) (Gimp f g) e) ->
  fails e (declared st ++ assumed st, g) = true -> ~ imps (declared st ++ assumed st) f (reals [] e).
Proof. intros C H A. apply (claim_fails st e g H). exact (imps_mp _ f g _ (C (reals [] e)) A). Qed.
Lemma claim_refuted st e j f : nth_error (claimed st) j = Some (Cholds f) ->
  ~ imps (declared st ++ assumed st) f e -> ~ says st.
Proof. intros E H V. exact (H (claim_ok st V j f E e)). Qed.
