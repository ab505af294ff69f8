(* Derivatives exist: where the conditions of definedness hold, what stands under a derivative is differentiable. *)
From Coq Require Import Reals List Bool PArith ZArith Arith Lia Lra FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From Varproof Require Import Finite Naturals Term Derivative Rules Language Statement.
Import ListNotations.
Open Scope R_scope.

(* ---- what is the same whatever the marked ones of the bound variables are *)

Definition marked (V : list bool) (k : nat) : bool := nth k V false.
Definition xR (V : list bool) (i : ref) : bool := match i with Rn _ => true | Rb k => negb (marked V k) end.
Definition xH (V : list bool) (h : head) : bool := match h with Hn _ => true | Hb k => negb (marked V k) end.
Fixpoint xT (V : list bool) (t : tm) {struct t} : bool :=
  match t with
  | Tz _ | Tq _ _ | Tpi | Tvar _ | Tcard _ => true
  | Tbd k => negb (marked V k)
  | Tat h l => xH V h && xA V l
  | Tpos i _ => xR V i
  | Tadd a b | Tsub a b | Tmul a b | Tdiv a b | Tmax a b | Tmin a b => xT V a && xT V b
  | Topp a | Tpow a _ | Tfn _ a => xT V a
  | Tlet a b => xT V a && xT (false :: V) b
  | Tder a p => xT (false :: V) a && xT V p
  | Tint _ _ _ _ => false
  | Tsum _ a | Tmaxo _ a | Tmino _ a => xT (false :: V) a
  | Tsumif _ c a => xF (false :: V) c && xT (false :: V) a
  end
with xA (V : list bool) (l : args) {struct l} : bool :=
  match l with
  | A0 => true
  | Ai i l => xR V i && xA V l
  | Ar t l => xT V t && xA V l
  | Aa ss t l => xT (repeat false (length ss) ++ V) t && xA V l
  end
with xF (V : list bool) (f : fm) {struct f} : bool :=
  match f with
  | Gle a b | Glt a b | Geq a b | Gne a b => xT V a && xT V b
  | Gsame i j => xR V i && xR V j
  | Gsize _ _ => true
  | Gindex i _ => xR V i
  | Glet a f => xT V a && xF (false :: V) f
  | Gand f g | Gor f g | Gimp f g => xF V f && xF V g
  | Gnot f => xF V f
  | Gall _ f | Gex _ f | Gallr f | Gexr f | Galla _ f | Gexa _ f => xF (false :: V) f
  | Gdep _ _ => false
  | Gdiff a p => xT (false :: V) a && xT V p
  end.

Record agree (V : list bool) (e d : nenv) : Prop := {
  agree_stk : forall k, marked V k = false -> nth_error (nstk e) k = nth_error (nstk d) k;
  agree_name : nname e = nname d;
  agree_size : nsize e = nsize d }.
Lemma agree_push V e d v : agree V e d -> agree (false :: V) (npush v e) (npush v d).
Proof. intros [A B C]. split; cbn; auto. intros [|k] H; cbn in *; auto. Qed.
Lemma agree_pre V e d is : agree V e d -> agree (repeat false (length is) ++ V) (npre (map NI is) e) (npre (map NI is) d).
Proof.
  intros H. induction is as [|i is IH]; [destruct e, d; exact H|]. exact (agree_push _ _ _ (NI i) IH).
Qed.
Lemma agree_ref V e d i : xR V i = true -> agree V e d -> nref i e = nref i d.
Proof.
  intros H [A B _]. destruct i as [x|k]; cbn in *; [now rewrite B|]. apply negb_true_iff in H. now rewrite A.
Qed.

Ltac split_and := repeat match goal with H : _ && _ = true |- _ => apply andb_prop in H; destruct H end.
Ltac use_agree :=
  repeat match goal with
  | IH : forall V e d, ?w V ?t = true -> agree V e d -> _, W : ?w (false :: ?V) ?t = true, A : agree ?V ?e ?d |- _ =>
      let K := fresh "K" in pose proof (fun v => IH (false :: V) _ _ W (agree_push V e d v A)) as K; clear IH W
  | IH : forall V e d, ?w V ?t = true -> agree V e d -> _, W : ?w ?V ?t = true, A : agree ?V ?e ?d |- _ =>
      specialize (IH V e d W A); clear W
  | W : xR ?V ?i = true, A : agree ?V ?e ?d |- _ =>
      let K := fresh "K" in pose proof (agree_ref V e d i W A) as K; clear W
  end.
Theorem fixed_ok :
  (forall t V e d, xT V t = true -> agree V e d -> nT t e = nT t d) /\
  (forall l V e d, xA V l = true -> agree V e d -> nA l e = nA l d) /\
  (forall f V e d, xF V f = true -> agree V e d -> (nF f e <-> nF f d)).
Proof.
  apply language_ind; intros; cbn [xT xA xF] in *; split_and; cbn [nT nA nF]; use_agree;
    try match goal with A : agree _ _ _ |- _ => rewrite ?(agree_size _ _ _ A) end;
    try congruence; try (f_equal; congruence); try (rewrite H, H0; tauto); try (rewrite K, K0; tauto); try tauto.
  - now rewrite (agree_name _ _ _ H0).
  - apply negb_true_iff in H. now rewrite (agree_stk _ _ _ H0 _ H).
  - rewrite H. destruct h as [x|k]; cbn in *; [now rewrite (agree_name _ _ _ H1)|].
    apply negb_true_iff in H0. now rewrite (agree_stk _ _ _ H1 _ H0).
  - rewrite H0. f_equal. extensionality v. apply K.
  - f_equal. extensionality i. apply K.
  - apply bigsum_if_ext; intros i; [apply K0|apply K].
  - f_equal. extensionality i. apply K.
  - f_equal. extensionality i. apply K.
  - rewrite H0. do 2 f_equal. apply icurry_ext. intros is L. rewrite <- L in H1.
    apply (H (repeat false (length is) ++ V)); [assumption|]. now apply agree_pre.
  - rewrite K. tauto.
  - rewrite H. apply K.
  - split; intros Q i Hi; apply (K (NI i)), Q, Hi.
  - split; intros [i [Hi Q]]; exists i; (split; [exact Hi|]); apply (K (NI i)), Q.
  - split; intros Q x; apply (K (NR x)), Q.
  - split; intros [x Q]; exists x; apply (K (NR x)), Q.
  - split; intros Q g; apply (K (NF (nap ks g))), Q.
  - split; intros [g Q]; exists g; apply (K (NF (nap ks g))), Q.
  - rewrite H0. assert (E : (fun v : R => nT a (npush (NR v) e)) = (fun v => nT a (npush (NR v) d))).
    { extensionality v. apply K. }
    rewrite E. tauto.
Qed.
Definition fixed_T := proj1 fixed_ok.
Definition fixed_F := proj2 (proj2 fixed_ok).

(* ---- bound variables that move with a real, and what is differentiable in it *)

Fixpoint smooth (V : list bool) (t : tm) {struct t} : bool :=
  xT V t ||
  match t with
  | Tbd _ => true
  | Tadd a b | Tsub a b | Tmul a b | Tmax a b | Tmin a b => smooth V a && smooth V b
  | Tdiv a b => smooth V a && (xT V b || negb (pnonzero (kT b)) && smooth V b)
  | Topp a | Tpow a _ => smooth V a
  | Tfn u a => match u with Ulamb => false | _ => smooth V a end
  | Tlet a b => smooth V a && smooth (true :: V) b
  | Tsum _ a => smooth (false :: V) a
  | Tsumif _ c a => xF (false :: V) c && smooth (false :: V) a
  | _ => false
  end.

Record moves (V : list bool) (E : R -> nenv) (x : R) : Prop := {
  moves_stk : forall k, marked V k = true ->
    exists g : R -> R, (forall v, nth_error (nstk (E v)) k = Some (NR (g v))) /\ ex_derive g x;
  moves_not : forall v w, agree V (E v) (E w) }.
Lemma moves_fixed V E x a : moves V E x -> moves (false :: V) (fun v => npush a (E v)) x.
Proof.
  intros [A B]. split; [|intros v w; now apply agree_push]. intros [|k] H; [discriminate H|]. exact (A k H).
Qed.
Lemma moves_moved V E x g : moves V E x -> ex_derive g x -> moves (true :: V) (fun v => npush (NR (g v)) (E v)) x.
Proof.
  intros [A B] D. split.
  - intros [|k] H; [exists g; split; [reflexivity|exact D]|exact (A k H)].
  - intros v w. destruct (B v w) as [S N Z]. split; cbn; auto. intros [|k] H; [discriminate H|exact (S k H)].
Qed.

Lemma ex_derive_bigsum n (f : nat -> R -> R) x :
  (forall i, (i < n)%nat -> ex_derive (f i) x) -> ex_derive (fun v => bigsum n (fun i => f i v)) x.
Proof.
  induction n as [|n IH]; intros H; cbn [bigsum]; [apply ex_derive_const|].
  apply (ex_derive_plus (fun v => bigsum n (fun i => f i v)) (f n)); [apply IH; auto|apply H; lia].
Qed.
Lemma ex_derive_of (F : R -> R) f x l : derivable_pt_lim F (f x) l -> ex_derive f x -> ex_derive (fun v => F (f v)) x.
Proof. intros D H. apply (ex_derive_comp F f); [exists l; now apply is_derive_Reals|exact H]. Qed.
Lemma ex_derive_Rabs f x : ex_derive f x -> f x <> 0 -> ex_derive (fun v => Rabs (f v)) x.
Proof.
  intros H N. destruct (Rlt_le_dec 0 (f x)) as [P|P];
    [apply (ex_derive_of Rabs f x 1)|apply (ex_derive_of Rabs f x (-1))]; auto.
  - now apply Rabs_derive_1.
  - apply Rabs_derive_2. lra.
Qed.
Lemma Rmax_abs a b : Rmax a b = / 2 * (a + b + Rabs (a - b)).
Proof. unfold Rmax, Rabs. destruct (Rle_dec _ _), (Rcase_abs _); lra. Qed.
Lemma Rmin_abs a b : Rmin a b = / 2 * (a + b - Rabs (a - b)).
Proof. unfold Rmin, Rabs. destruct (Rle_dec _ _), (Rcase_abs _); lra. Qed.

Definition all_hold (l : list fm) (e : nenv) : Prop := List.Forall (fun c => nF c e) l.
Lemma hold_app l k e : all_hold (l ++ k) e -> all_hold l e /\ all_hold k e.
Proof. apply Forall_app. Qed.
Lemma hold_map (wrap : fm -> fm) l e d : (forall c, nF (wrap c) e -> nF c d) -> all_hold (map wrap l) e -> all_hold l d.
Proof. intros W H. unfold all_hold in *. rewrite Forall_map in H. revert H. apply Forall_impl. intros c. apply W. Qed.

Ltac last_condition := match goal with N : all_hold (?c :: nil) _ |- _ => inversion N as [|? ? N1 N2]; subst; cbn [nF nT] in N1 end.
Ltac positive := last_condition; match goal with N1 : 0 < _ |- _ => exact N1 end.
Ltac apart := last_condition; match goal with N1 : 0 < _ |- _ => intros Z; rewrite Z, pow_i in N1 by lia; lra end.
Theorem smooth_ok t : forall V E x, smooth V t = true -> moves V E x -> all_hold (oT true t) (E x) ->
  ex_derive (fun v => nT t (E v)) x.
Proof.
  assert (F : forall t V E x, xT V t = true -> moves V E x -> ex_derive (fun v => nT t (E v)) x).
  { intros u V E x H M. apply (ex_derive_ext (fun _ => nT u (E x))); [|apply ex_derive_const].
    intros v. exact (fixed_T u V _ _ H (moves_not _ _ _ M x v)). }
  induction t; intros V E y H M C;
    match type of H with smooth _ ?t = true => destruct (xT V t) eqn:X; [exact (F t V E y X M)|] end;
    cbn [smooth] in H; rewrite X in H; cbn [orb] in H; try discriminate H; cbn [oT] in C; cbn [nT] in *;
    repeat match goal with C : all_hold (_ ++ _) _ |- _ => apply hold_app in C; destruct C as [C ?] end; split_and.
  - apply negb_false_iff in X. destruct (moves_stk _ _ _ M _ X) as [g [G D]].
    apply (ex_derive_ext g); [|exact D]. intros v. now rewrite G.
  - apply (ex_derive_plus (fun v => nT t1 (E v)) (fun v => nT t2 (E v))); [apply (IHt1 V)|apply (IHt2 V)]; assumption.
  - apply (ex_derive_minus (fun v => nT t1 (E v)) (fun v => nT t2 (E v))); [apply (IHt1 V)|apply (IHt2 V)]; assumption.
  - apply (ex_derive_opp (fun v => nT t (E v))). now apply (IHt V).
  - apply (ex_derive_mult (fun v => nT t1 (E v)) (fun v => nT t2 (E v))); [apply (IHt1 V)|apply (IHt2 V)]; assumption.
  - match goal with D : _ || _ = true |- _ => apply orb_prop in D; destruct D as [K|K] end.
    + apply (ex_derive_ext (fun v => nT t1 (E v) * / nT t2 (E y))).
      { intros v. unfold Rdiv. now rewrite (fixed_T t2 V _ _ K (moves_not _ _ _ M v y)). }
      apply (ex_derive_mult (fun v => nT t1 (E v)) (fun _ => / nT t2 (E y))); [now apply (IHt1 V)|apply ex_derive_const].
    + split_and. destruct (pnonzero (kT t2)); [discriminate|].
      match goal with N : all_hold [Gne _ _] _ |- _ => inversion N as [|? ? N1 N2]; subst end.
      apply (ex_derive_div (fun v => nT t1 (E v)) (fun v => nT t2 (E v))); [now apply (IHt1 V)|now apply (IHt2 V)|exact N1].
  - apply (ex_derive_pow (fun v => nT t (E v))). now apply (IHt V).
  - apply (ex_derive_ext (fun v => / 2 * (nT t1 (E v) + nT t2 (E v) + Rabs (nT t1 (E v) - nT t2 (E v))))).
    { intros v. symmetry. apply Rmax_abs. }
    assert (D1 : ex_derive (fun v => nT t1 (E v)) y) by now apply (IHt1 V).
    assert (D2 : ex_derive (fun v => nT t2 (E v)) y) by now apply (IHt2 V).
    apply (ex_derive_scal (fun v => nT t1 (E v) + nT t2 (E v) + Rabs (nT t1 (E v) - nT t2 (E v)))).
    apply (ex_derive_plus (fun v => nT t1 (E v) + nT t2 (E v)) (fun v => Rabs (nT t1 (E v) - nT t2 (E v))));
      [now apply (ex_derive_plus (fun v => nT t1 (E v)) (fun v => nT t2 (E v)))|].
    apply (ex_derive_Rabs (fun v => nT t1 (E v) - nT t2 (E v)));
      [now apply (ex_derive_minus (fun v => nT t1 (E v)) (fun v => nT t2 (E v)))|apart].
  - apply (ex_derive_ext (fun v => / 2 * (nT t1 (E v) + nT t2 (E v) - Rabs (nT t1 (E v) - nT t2 (E v))))).
    { intros v. symmetry. apply Rmin_abs. }
    assert (D1 : ex_derive (fun v => nT t1 (E v)) y) by now apply (IHt1 V).
    assert (D2 : ex_derive (fun v => nT t2 (E v)) y) by now apply (IHt2 V).
    apply (ex_derive_scal (fun v => nT t1 (E v) + nT t2 (E v) - Rabs (nT t1 (E v) - nT t2 (E v)))).
    apply (ex_derive_minus (fun v => nT t1 (E v) + nT t2 (E v)) (fun v => Rabs (nT t1 (E v) - nT t2 (E v))));
      [now apply (ex_derive_plus (fun v => nT t1 (E v)) (fun v => nT t2 (E v)))|].
    apply (ex_derive_Rabs (fun v => nT t1 (E v) - nT t2 (E v)));
      [now apply (ex_derive_minus (fun v => nT t1 (E v)) (fun v => nT t2 (E v)))|apart].
  - destruct u; try discriminate H; cbn [nufn];
      (assert (D : ex_derive (fun v => nT t (E v)) y) by now apply (IHt V)).
    + exact (ex_derive_of exp _ y _ (derivable_pt_lim_exp _) D).
    + apply (ex_derive_of ln _ y (/ nT t (E y))); [|exact D]. apply derivable_pt_lim_ln. positive.
    + apply (ex_derive_of sqrt _ y (/ (2 * sqrt (nT t (E y))))); [|exact D]. apply derivable_pt_lim_sqrt. positive.
    + apply (ex_derive_Rabs (fun v => nT t (E v))); [exact D|apart].
  - apply (IHt2 (true :: V) (fun v => npush (NR (nT t1 (E v))) (E v))); [assumption| |].
    + apply (moves_moved V E y (fun v => nT t1 (E v))); [assumption|]. now apply (IHt1 V).
    + eapply hold_map; [|eassumption]. intros c K. exact K.
  - apply (ex_derive_ext (fun v => bigsum (nsize (E y) s) (fun i => nT t (npush (NI i) (E v))))).
    { intros v. now rewrite (agree_size _ _ _ (moves_not _ _ _ M v y)). }
    apply (ex_derive_bigsum _ (fun i v => nT t (npush (NI i) (E v)))). intros i Hi.
    apply (IHt (false :: V) (fun v => npush (NI i) (E v))); [assumption|now apply moves_fixed|].
    eapply hold_map; [|eassumption]. intros c K. exact (K i Hi).
  - apply (ex_derive_ext (fun v => bigsum (nsize (E y) s) (fun i => if dec (nF c (npush (NI i) (E y))) then nT t (npush (NI i) (E v)) else 0))).
    { intros v. rewrite (agree_size _ _ _ (moves_not _ _ _ M v y)). apply bigsum_if_ext; [|reflexivity]. intros i.
      apply (fixed_F c (false :: V)); [assumption|]. apply agree_push. apply (moves_not _ _ _ M). }
    apply (ex_derive_bigsum _ (fun i v => if dec (nF c (npush (NI i) (E y))) then nT t (npush (NI i) (E v)) else 0)).
    intros i Hi. destruct (dec _) as [P|P]; [|apply ex_derive_const].
    apply (IHt (false :: V) (fun v => npush (NI i) (E v))); [assumption|now apply moves_fixed|].
    eapply hold_map; [|eassumption]. intros d K. exact (K i Hi P).
Qed.

(* ---- what is differentiable in a claim: that is so where the claim is defined *)

Fixpoint sT (t : tm) {struct t} : list fm :=
  match t with
  | Tz _ | Tq _ _ | Tpi | Tvar _ | Tbd _ | Tcard _ | Tpos _ _ => []
  | Tat _ l => sA l
  | Tadd a b | Tsub a b | Tmul a b | Tdiv a b | Tmax a b | Tmin a b => sT a ++ sT b
  | Topp a | Tpow a _ | Tfn _ a => sT a
  | Tlet a b => sT a ++ map (Glet a) (sT b)
  | Tder a p => Gdiff a p :: map Gallr (sT a) ++ sT p
  | Tint _ low high _ => sT low ++ sT high
  | Tsum s a | Tmaxo s a | Tmino s a => map (Gall s) (sT a)
  | Tsumif s c a => map (Gall s) (sF c) ++ map (fun f => Gall s (Gimp c f)) (sT a)
  end
with sA (l : args) {struct l} : list fm :=
  match l with A0 => [] | Ai _ l | Aa _ _ l => sA l | Ar t l => sT t ++ sA l end
with sF (f : fm) {struct f} : list fm :=
  match f with
  | Gle a b | Glt a b | Geq a b | Gne a b => sT a ++ sT b
  | Gsame _ _ | Gsize _ _ | Gindex _ _ | Gdep _ _ | Gdiff _ _ => []
  | Glet a f => sT a ++ map (Glet a) (sF f)
  | Gand f g | Gimp f g => sF f ++ map (Gimp f) (sF g)
  | Gor f g => sF f ++ map (Gimp (Gnot f)) (sF g)
  | Gnot f => sF f
  | Gall s f | Gex s f => map (Gall s) (sF f)
  | Gallr f | Gexr f => map Gallr (sF f)
  | Galla ks f | Gexa ks f => map (Galla ks) (sF f)
  end.

(* of those of which it can be told *)
Fixpoint told (g : fm) : bool :=
  match g with
  | Gdiff a _ => smooth [true] a
  | Gall _ f | Glet _ f | Gimp _ f | Gallr f | Galla _ f => told f
  | _ => false
  end.
Definition told_hold (l : list fm) (e : nenv) : Prop := List.Forall (fun g => told g = true -> nF g e) l.

Lemma hold_under (W : fm -> fm) (P : nenv -> Prop) l k e :
  (forall c, told (W c) = told c) -> (forall c, nF (W c) e <-> forall d, P d -> nF c d) ->
  (forall d, all_hold l d -> told_hold k d) -> all_hold (map W l) e -> told_hold (map W k) e.
Proof.
  unfold all_hold, told_hold. intros WT WP H A. rewrite Forall_map in *. rewrite Forall_forall in *. intros c I T.
  apply WP. intros d D. rewrite WT in T. specialize (H d). rewrite !Forall_forall in H. apply (fun L => H L c I T).
  intros b B. exact (proj1 (WP b) (A b B) d D).
Qed.
Lemma under_all s l k e :
  (forall d, all_hold l d -> told_hold k d) -> all_hold (map (Gall s) l) e -> told_hold (map (Gall s) k) e.
Proof.
  apply (hold_under _ (fun d => exists i, (i < nsize e s)%nat /\ d = npush (NI i) e)); [reflexivity|]. intros c. cbn [nF]. split.
  - intros K d [i [Hi ->]]. exact (K i Hi).
  - intros K i Hi. apply K. eauto.
Qed.
Lemma under_imp f l k e :
  (forall d, all_hold l d -> told_hold k d) -> all_hold (map (Gimp f) l) e -> told_hold (map (Gimp f) k) e.
Proof.
  apply (hold_under _ (fun d => nF f e /\ d = e)); [reflexivity|]. intros c. cbn [nF]. split.
  - intros K d [Hf ->]. exact (K Hf).
  - intros K Hf. apply K. auto.
Qed.
Lemma under_let a l k e :
  (forall d, all_hold l d -> told_hold k d) -> all_hold (map (Glet a) l) e -> told_hold (map (Glet a) k) e.
Proof.
  apply (hold_under _ (fun d => d = npush (NR (nT a e)) e)); [reflexivity|]. intros c. cbn [nF]. split.
  - intros K d ->. exact K.
  - intros K. apply K. reflexivity.
Qed.
Lemma under_real l k e :
  (forall d, all_hold l d -> told_hold k d) -> all_hold (map Gallr l) e -> told_hold (map Gallr k) e.
Proof.
  apply (hold_under _ (fun d => exists x, d = npush (NR x) e)); [reflexivity|]. intros c. cbn [nF]. split.
  - intros K d [x ->]. exact (K x).
  - intros K x. apply K. eauto.
Qed.
Lemma under_function ks l k e :
  (forall d, all_hold l d -> told_hold k d) -> all_hold (map (Galla ks) l) e -> told_hold (map (Galla ks) k) e.
Proof.
  apply (hold_under _ (fun d => exists g : nfn ks, d = npush (NF (nap ks g)) e)); [reflexivity|]. intros c. cbn [nF]. split.
  - intros K d [g ->]. exact (K g).
  - intros K g. apply K. eauto.
Qed.

Theorem derivatives_ok :
  (forall t sm e, all_hold (oT sm t) e -> told_hold (sT t) e) /\
  (forall l sm e, all_hold (oA sm l) e -> told_hold (sA l) e) /\
  (forall f sm e, all_hold (oF sm f) e -> told_hold (sF f) e).
Proof.
  apply language_ind; intros; cbn [sT sA sF oT oA oF] in *;
    repeat match goal with C : all_hold (_ ++ _) _ |- _ => apply hold_app in C; destruct C as [C ?] end;
    try (apply Forall_nil); try (eapply H; eassumption); try (eapply H0; eassumption);
    try (apply Forall_app; split; [eapply H; eassumption|eapply H0; eassumption]);
    try (apply Forall_app; split; [eapply H; eassumption|]);
    try (eapply under_let; [|eassumption]; intros d D; eapply H0; exact D);
    try (eapply under_imp; [|eassumption]; intros d D; eapply H0; exact D);
    try (eapply under_all; [|eassumption]; intros d D; eapply H; exact D);
    try (eapply under_real; [|eassumption]; intros d D; eapply H; exact D);
    try (eapply under_function; [|eassumption]; intros d D; eapply H; exact D).
  - apply Forall_cons;
      [|apply Forall_app; split; [eapply under_real; [|eassumption]; intros d D; eapply H; exact D|eapply H0; eassumption]].
    cbn [nF told]. intros S.
    apply (smooth_ok a [true] (fun v => npush (NR v) e)); [exact S| |].
    + split.
      * intros [|[|k]] M; try discriminate M. exists (fun v => v). split; [reflexivity|apply ex_derive_id].
      * intros v w. split; auto. intros [|k] M; [discriminate M|reflexivity].
    + eapply hold_map; [|eassumption]. intros c K. exact (K (nT p e)).
  - apply Forall_app. split.
    + eapply under_all; [|eassumption]. intros d D. eapply H. exact D.
    + rewrite <- (map_map (Gimp c) (Gall s)) in *. eapply under_all; [|eassumption]. intros d D.
      eapply under_imp; [|exact D]. intros d' D'. eapply H0. exact D'.
Qed.

(* ---- what a statement that is proved says of its derivatives *)

Lemma once_all l : forall seen c, In c l ->
  existsb (eqF (kF c)) seen = true \/ exists d, In d (once seen l) /\ kF d = kF c.
Proof.
  induction l as [|f l IH]; intros seen c I; [destruct I|]. cbn [once]. destruct (existsb (eqF (kF f)) seen) eqn:S.
  - destruct I as [->|I]; [now left|now apply IH].
  - destruct I as [->|I]; [right; exists c; split; [now left|reflexivity]|].
    destruct (IH (kF f :: seen) c I) as [K|[d [D K]]]; [|right; exists d; split; [now right|exact K]].
    cbn [existsb] in K. apply orb_prop in K. destruct K as [K|K]; [|now left].
    apply eqF_eq in K. right. exists f. split; [now left|now symmetry].
Qed.
Lemma once_in l : forall seen c, In c (once seen l) -> In c l.
Proof.
  induction l as [|f l IH]; intros seen c I; [destruct I|]. cbn [once] in I. destruct (existsb _ _); [right; eauto|].
  destruct I as [->|I]; [now left|right; eauto].
Qed.
Lemma imps_elim hs g e : imps hs g e -> (forall h, In h hs -> nF h e) -> nF g e.
Proof. induction hs as [|h hs IH]; cbn [imps]; intros A H; [exact A|]. apply IH; [apply A, H; now left|]. intros; apply H; now right. Qed.

Theorem differentiable st : says st -> forall j f k g,
  nth_error (claimed st) j = Some (Cholds f) -> nth_error (sF f) k = Some g ->
  forallb (wF (given st) []) (oF false f) && told g = true -> forall e, imps (declared st ++ assumed st) g e.
Proof.
  intros V j f k g Ej Ek W e. apply andb_prop in W. destruct W as [W T]. rewrite forallb_forall in W. apply imps_intro. intros A.
  assert (O : forall c, In c (once [] (oF false f)) -> nF c e).
  { intros c I. assert (G : In (declared st ++ assumed st, c) (goals_of st)).
    { unfold goals_of. pose proof (assumptions_all (assumed st) (declared st)) as B.
      destruct (assumptions (declared st) (assumed st)) as [gs hs]. cbn [snd] in B. subst hs. apply in_or_app. right.
      apply in_flat_map. exists (Cholds f). split; [exact (nth_error_In _ _ Ej)|].
      apply in_map_iff. exists c. split; [reflexivity|]. apply in_or_app. now left. }
    apply In_nth_error in G. destruct G as [n G]. exact (imps_elim _ _ e (V n _ G e) A). }
  assert (H : all_hold (oF false f) e).
  { apply Forall_forall. intros c I. destruct (once_all _ [] c I) as [K|[d [D K]]]; [discriminate K|].
    pose proof (embed_like (given st) e) as L. apply (kF_ok (given st) c [] e _ (W c I) L). rewrite <- K.
    apply (kF_ok (given st) d [] e _ (W d (once_in _ _ _ D)) L). exact (O d D). }
  pose proof (proj2 (proj2 derivatives_ok) f false e H) as S. unfold told_hold in S. rewrite Forall_forall in S.
  exact (S g (nth_error_In _ _ Ek) T).
Qed.
