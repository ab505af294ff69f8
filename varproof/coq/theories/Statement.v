(* Statements: what they assume and claim, the conditions under which all of it is defined, and what a certificate that
   the checker accepts says of them. *)
From Coq Require Import Reals List Bool PArith ZArith Arith.
From Varproof Require Import Finite Naturals Term Substitution Derivative Rules Check Language Maps Compact.
Import ListNotations.
Open Scope R_scope.

(* ---- where terms and formulas are defined: the conditions, parts first, from left to right.
   [sm]: inside a derivative, where kinks and borders are excluded too. *)

Fixpoint oT (sm : bool) (t : tm) {struct t} : list fm :=
  match t with
  | Tz _ | Tq _ _ | Tpi | Tvar _ | Tbd _ | Tcard _ | Tpos _ _ => []
  | Tat _ l => oA sm l
  | Tadd a b | Tsub a b | Tmul a b => oT sm a ++ oT sm b
  | Topp a | Tpow a _ => oT sm a
  | Tmax a b | Tmin a b => oT sm a ++ oT sm b ++ (if sm then [Glt (Tz 0) (Tpow (Tsub a b) 2)] else [])
  | Tdiv a b => oT sm a ++ oT sm b ++ (if pnonzero (kT b) then [] else [Gne b (Tz 0)])
  | Tfn u a => oT sm a ++
      match u with
      | Uexp => []
      | Uabs => if sm then [Glt (Tz 0) (Tpow a 2)] else []
      | Ulog => [Glt (Tz 0) a]
      | Usqrt | Ulamb => if sm then [Glt (Tz 0) a] else [Gle (Tz 0) a]
      end
  | Tlet a b => oT sm a ++ map (Glet a) (oT sm b)
  | Tder a p => map Gallr (oT true a) ++ oT sm p
  | Tint _ low high _ => oT sm low ++ oT sm high  (* of the integrand nothing is asked *)
  | Tsum s a | Tmaxo s a | Tmino s a => map (Gall s) (oT sm a)
  | Tsumif s c a => map (Gall s) (oF sm c) ++ map (fun f => Gall s (Gimp c f)) (oT sm a)
  end
with oA (sm : bool) (l : args) {struct l} : list fm :=
  match l with
  | A0 => []
  | Ai _ l => oA sm l
  | Ar t l => oT sm t ++ oA sm l
  | Aa ss t l => map (fun f => fold_right Gall f (rev ss)) (oT sm t) ++ oA sm l
  end
with oF (sm : bool) (f : fm) {struct f} : list fm :=
  match f with
  | Gle a b | Glt a b | Geq a b | Gne a b => oT sm a ++ oT sm b
  | Gsame _ _ | Gsize _ _ | Gindex _ _ | Gdep _ _ | Gdiff _ _ => []
  | Glet a f => oT sm a ++ map (Glet a) (oF sm f)
  | Gand f g | Gimp f g => oF sm f ++ map (Gimp f) (oF sm g)
  | Gor f g => oF sm f ++ map (Gimp (Gnot f)) (oF sm g)
  | Gnot f => oF sm f
  | Gall s f | Gex s f => map (Gall s) (oF sm f)
  | Gallr f | Gexr f => map Gallr (oF sm f)
  | Galla ks f | Gexa ks f => map (Galla ks) (oF sm f)
  end.

(* the first of those that are the same to the kernel *)
Fixpoint once (seen : list form) (l : list fm) : list fm :=
  match l with
  | [] => []
  | f :: l => let k := kF f in if existsb (eqF k) seen then once seen l else f :: once (k :: seen) l
  end.

(* ---- statements and their goals *)

Inductive claim := Cholds (f : fm) | Cdefined (f : fm) | Cdefined_t (t : tm).
Record statement := Statement {
  sizes : list positive;
  givens : list (positive * ty);
  declared : list fm;  (* what is known of sizes, indices and maps *)
  assumed : list fm;
  claimed : list claim }.

Definition given (st : statement) (x : positive) : option ty :=
  match find (fun p => Pos.eqb x (fst p)) (givens st) with Some (_, t) => Some t | None => None end.

Definition goal := (list fm * fm)%type.  (* from these hypotheses, this *)
Fixpoint assumptions (hs : list fm) (l : list fm) : list goal * list fm :=
  match l with
  | [] => ([], hs)
  | f :: l => let (gs, all) := assumptions (hs ++ [f]) l in (map (fun c => (hs, c)) (once [] (oF false f)) ++ gs, all)
  end.
Definition goals_of (st : statement) : list goal :=
  let (gs, hs) := assumptions (declared st) (assumed st) in
  gs ++ flat_map (fun c => map (fun f => (hs, f))
    match c with
    | Cholds f => once [] (oF false f) ++ [f]
    | Cdefined f => once [] (oF false f)
    | Cdefined_t t => once [] (oT false t)
    end) (claimed st).

Fixpoint imps (hs : list fm) (g : fm) (e : nenv) : Prop :=
  match hs with [] => nF g e | h :: hs => nF h e -> imps hs g e end.

(* What a statement says: all its goals, for all sizes and givens. *)
Definition says (st : statement) : Prop :=
  forall k g, nth_error (goals_of st) k = Some g -> forall e, imps (fst g) (snd g) e.

(* ---- a certificate proves a statement *)

Definition proved_by (s : sequent) (g : goal) : bool :=
  eqF (snd s) (kF (snd g)) && (let hs := map kF (fst g) in forallb (fun h => existsb (eqF h) hs) (fst s)).
Definition may_be_assumed (st : statement) (h : fm) : bool :=
  match h with Gdep x ps => of_type (given st x) (CF (map kind_of_part ps)) | _ => wF (given st) [] h end.
Definition well_formed (st : statement) (g : goal) : bool :=
  forallb (may_be_assumed st) (fst g) && wF (given st) [] (snd g).
Definition proves (library : list (list form)) (cert : list data) (st : statement) : bool :=
  let '(rows, steps, numbers) := certificate cert in
  match check library rows steps numbers with
  | inl ss => forallb (fun g => well_formed st g && existsb (fun s => proved_by s g) ss) (goals_of st)
  | inr _ => false
  end.

Definition true_goal (g : goal) : Prop := forall k, (forall h, In h (fst g) -> dF (kF h) k) -> dF (kF (snd g)) k.
Definition true_library (library : list (list form)) : Prop :=
  forall gs g, In gs library -> In g gs -> forall k, dF g k.

Lemma proved_by_ok s g : true_sequent s -> proved_by s g = true -> true_goal g.
Proof.
  intros V H k A. apply andb_prop in H. destruct H as [H1 H2]. apply eqF_eq in H1. rewrite <- H1. apply V.
  intros h Hh. rewrite forallb_forall in H2. specialize (H2 h Hh). apply existsb_exists in H2.
  destruct H2 as [h' [I E]]. apply eqF_eq in E. subst h'. apply in_map_iff in I. destruct I as [f [<- I]]. auto.
Qed.

Lemma proves_goals library cert st : true_library library -> proves library cert st = true ->
  forall g, In g (goals_of st) -> well_formed st g = true /\ true_goal g.
Proof.
  intros L. unfold proves. destruct (certificate cert) as [[rows steps] numbers].
  destruct (check library rows steps numbers) as [ss|] eqn:C; [|discriminate]. intros H g I.
  rewrite forallb_forall in H. specialize (H g I). apply andb_prop in H. destruct H as [W H]. split; [exact W|].
  apply existsb_exists in H. destruct H as [s [Is F]].
  exact (proved_by_ok s g (check_sound library rows steps numbers ss L C s Is) F).
Qed.

(* Under the hypotheses a claim has a consequence, which may be easier to refute. *)
Definition entails (library : list (list form)) (cert : list data) (st : statement) (f g : fm) : bool :=
  let '(rows, steps, numbers) := certificate cert in
  let whole := (declared st ++ assumed st, Gimp f g) in
  match check library rows steps numbers with
  | inl ss => well_formed st whole && existsb (fun s => proved_by s whole) ss
  | inr _ => false
  end.

(* the kernel's environment for sizes and givens as a reader has them *)
Definition embed (G : positive -> option ty) (e : nenv) : env := Env []
  (fun x => match G x with Some CI => INR (nvidx (Some (nname e x))) | _ => nvreal (Some (nname e x)) end)
  (fun s => upto (nsize e s))
  (fun _ x l => match G x with Some (CF ks) => nvfun (Some (nname e x)) (lowers ks l) | _ => 0 end).
Lemma embed_like G e : like G [] e (embed G e).
Proof.
  split; [intros [|j] t H; discriminate H| |reflexivity]. intros x t H. unfold embed. cbn [nr nf]. rewrite H.
  destruct t; cbn [fits]; auto.
Qed.
Lemma assumed_ok st h e : may_be_assumed st h = true -> nF h e -> dF (kF h) (embed (given st) e).
Proof.
  intros W H. pose proof (embed_like (given st) e) as K. destruct h; try exact (proj2 (kF_ok (given st) _ [] e _ W K) H).
  exact (dependence_ok (given st) x ps e _ (of_type_ok _ _ W) K H).
Qed.

Lemma imps_intro hs g e : ((forall h, In h hs -> nF h e) -> nF g e) -> imps hs g e.
Proof.
  induction hs as [|h hs IH]; intros K; cbn [imps].
  - apply K. intros h [].
  - intros Hh. apply IH. intros A. apply K. intros h' [<-|I]; auto.
Qed.

Lemma true_goal_imps st g e : well_formed st g = true -> true_goal g -> imps (fst g) (snd g) e.
Proof.
  intros W V. apply andb_prop in W. destruct W as [W1 W2]. rewrite forallb_forall in W1.
  pose proof (embed_like (given st) e) as K. apply imps_intro. intros A. apply (kF_ok (given st) _ [] e _ W2 K). apply V.
  intros h I. apply (assumed_ok st h e (W1 h I)). auto.
Qed.

Theorem entails_ok library cert st f g : true_library library -> entails library cert st f g = true ->
  forall e, imps (declared st ++ assumed st) (Gimp f g) e.
Proof.
  intros L. unfold entails. destruct (certificate cert) as [[rows steps] numbers].
  destruct (check library rows steps numbers) as [ss|] eqn:C; [|discriminate]. intros H e.
  apply andb_prop in H. destruct H as [W H]. apply existsb_exists in H. destruct H as [s [Is F]].
  apply (true_goal_imps st (declared st ++ assumed st, Gimp f g) e W).
  exact (proved_by_ok s _ (check_sound library rows steps numbers ss L C s Is) F).
Qed.

Theorem proves_ok library cert st : true_library library -> proves library cert st = true -> says st.
Proof.
  intros L H k g E e. apply nth_error_In in E. destruct (proves_goals library cert st L H g E) as [W V].
  exact (true_goal_imps st g e W V).
Qed.

(* ---- what may be cited: the goals, for all sizes and givens, as closed formulas of the kernel *)

Definition close_given (p : positive * ty) (f : form) : form :=
  let (x, t) := p in
  match t with CF ks => Fa (SFn (map arity_of ks)) (closeFF (map arity_of ks) x f) | _ => Fa SReal (closeRF x f) end.
Definition closed (st : statement) (g : goal) : form :=
  fold_right (fun s f => Fa SSet (closeSF s f))
    (fold_right close_given (fold_right (fun h f => Fm (kF h) f) (kF (snd g)) (fst g)) (givens st)) (sizes st).
Definition theorems (st : statement) : list form := map (closed st) (goals_of st).

Lemma closed_ok st g : true_goal g -> forall k, dF (closed st g) k.
Proof.
  intros V. unfold closed. induction (sizes st) as [|s l IH]; cbn [fold_right].
  - induction (givens st) as [|[x t] l IH]; cbn [fold_right].
    + intros k. assert (A : (forall h, In h (fst g) -> dF (kF h) k) -> dF (kF (snd g)) k) by (apply V). clear V.
      induction (fst g) as [|h hs IH]; cbn [fold_right dF]; [apply A; intros h []|].
      intros Hh. apply IH. intros B. apply A. intros h' [<-|I]; auto.
    + intros k. destruct t; cbn [close_given dF]; intros v; [apply closeRF_ok|apply closeRF_ok|apply closeFF_ok]; apply IH.
  - intros k. cbn [dF]. intros v. apply closeSF_ok. apply IH.
Qed.
Theorem theorems_ok library cert st : true_library library -> proves library cert st = true ->
  forall g, In g (theorems st) -> forall k, dF g k.
Proof.
  intros L H g I. apply in_map_iff in I. destruct I as [h [<- I]]. apply closed_ok.
  exact (proj2 (proves_goals library cert st L H h I)).
Qed.

(* ---- for the files of theorems: what they cite, and one claim from all *)

Lemma no_citation : true_library [].
Proof. intros gs g []. Qed.
Lemma cite gs library : (forall g, In g gs -> forall k, dF g k) -> true_library library -> true_library (gs :: library).
Proof. intros H L gs' g [<-|I]; [apply H|exact (L gs' g I)]. Qed.

Lemma assumptions_all l : forall hs, snd (assumptions hs l) = hs ++ l.
Proof.
  induction l as [|f l IH]; intros hs; cbn [assumptions]; [now rewrite app_nil_r|].
  specialize (IH (hs ++ [f])). destruct (assumptions (hs ++ [f]) l) as [gs all]. cbn [snd] in *.
  now rewrite IH, <- app_assoc.
Qed.

Theorem claim_ok st : says st -> forall j f, nth_error (claimed st) j = Some (Cholds f) ->
  forall e, imps (declared st ++ assumed st) f e.
Proof.
  intros V j f E e. assert (I : In (declared st ++ assumed st, f) (goals_of st)).
  { unfold goals_of. pose proof (assumptions_all (assumed st) (declared st)) as A.
    destruct (assumptions (declared st) (assumed st)) as [gs hs]. cbn [snd] in A. subst hs. apply in_or_app. right.
    apply in_flat_map. exists (Cholds f). split; [exact (nth_error_In _ _ E)|].
    apply in_map_iff. exists f. split; [reflexivity|]. apply in_or_app. right. now left. }
  apply In_nth_error in I. destruct I as [k I]. exact (V k _ I e).
Qed.
