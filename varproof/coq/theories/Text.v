(* The locked text of a statement, read by Coq: S-expressions, then sizes, givens, definitions, assumptions, claims.

   A statement means what this reading says, so there is nothing to prove here.  Calls of definitions are unfolded; a
   real argument is computed once, an array or a map is a function.  A sum is read with what is subtracted last, and a
   product with its numerals first, as they are printed. *)
From Coq Require Import List Bool PArith NArith ZArith Arith Strings.Byte.
From Varproof Require Import Term Language Statement Compact.
Import ListNotations.

(* ---- S-expressions: a name is the number of its bytes *)

Definition code (l : list byte) : positive :=
  fold_left (fun acc b => match to_N b with N0 => acc * 256 | N.pos p => acc * 256 + p end%positive) l 1%positive.
Inductive sexp := Atom (name : positive) (spelled : list byte) | Quoted | Node (l : list sexp).

Inductive token := Open | Close | Word (l : list byte) | Quote.
Definition blank (b : byte) : bool := match b with x20 | x0a | x0d | x09 => true | _ => false end.
Definition word (w : list byte) (l : list token) : list token := match w with [] => l | _ => Word (rev w) :: l end.
Fixpoint lex (l : list byte) (w : list byte) (quoted : bool) : list token :=
  match l with
  | [] => word w []
  | b :: l =>
      if quoted then
        match b, l with
        | x22, _ => Quote :: lex l [] false
        | x5c, _ :: l' => lex l' [] true
        | _, _ => lex l [] true
        end
      else
        match b with
        | x28 => word w (Open :: lex l [] false)
        | x29 => word w (Close :: lex l [] false)
        | x22 => word w (lex l [] true)
        | _ => if blank b then word w (lex l [] false) else lex l (b :: w) false
        end
  end.

(* open brackets with what was read behind them, last first *)
Fixpoint parse (l : list token) (stack : list (list sexp)) : option sexp :=
  match l, stack with
  | [], [[x]] => Some x
  | Open :: l, _ => parse l ([] :: stack)
  | Close :: l, a :: b :: stack => parse l ((Node (rev a) :: b) :: stack)
  | Word w :: l, a :: stack => parse l ((Atom (code w) w :: a) :: stack)
  | Quote :: l, a :: stack => parse l ((Quoted :: a) :: stack)
  | _, _ => None
  end.
Definition sexp_of (d : list data) : option sexp := parse (lex (flat_map of_data d) [] false) [[]].

(* ---- numerals: -7, 0x1f, 3/4 *)

Definition digit (b : byte) : option Z :=
  let n := Z.of_N (to_N b) in
  if (48 <=? n)%Z && (n <=? 57)%Z then Some (n - 48)%Z else if (97 <=? n)%Z && (n <=? 102)%Z then Some (n - 87)%Z else None.
Fixpoint digits (base : Z) (l : list byte) (acc : Z) : option Z :=
  match l with
  | [] => Some acc
  | b :: l => match digit b with Some d => if (d <? base)%Z then digits base l (acc * base + d)%Z else None | None => None end
  end.
Definition natural (l : list byte) : option Z :=
  match l with [] => None | x30 :: x78 :: l => digits 16 l 0 | _ => digits 10 l 0 end.
Definition integer (l : list byte) : option Z :=
  match l with x2d :: l => option_map Z.opp (natural l) | _ => natural l end.
Fixpoint cut (l : list byte) : list byte * option (list byte) :=
  match l with
  | [] => ([], None)
  | x2f :: l => ([], Some l)
  | b :: l => let (p, q) := cut l in (b :: p, q)
  end.
Definition numeral (l : list byte) : option tm :=
  match cut l with
  | (p, None) => option_map Tz (integer p)
  | (p, Some q) => match integer p, natural q with Some z, Some (Zpos d) => Some (Tq z d) | _, _ => None end
  end.

(* ---- environments.  A bound variable is the number of its binder, from outside, so that it may be moved inwards. *)

Inductive place := Named (x : positive) | Bound (level : nat).
Definition same_place (a b : place) : bool :=
  match a, b with Named x, Named y => Pos.eqb x y | Bound j, Bound k => Nat.eqb j k | _, _ => false end.
Definition index_at (d : nat) (p : place) : ref := match p with Named x => Rn x | Bound k => Rb (d - 1 - k) end.
Definition head_at (d : nat) (p : place) : head := match p with Named x => Hn x | Bound k => Hb (d - 1 - k) end.
Definition real_at (d : nat) (p : place) : tm := match p with Named x => Tvar x | Bound k => Tbd (d - 1 - k) end.

(* Inside a derivative in an entry of a vector: its size, the entry, the indices that are apart from it. *)
Record scope := Scope { varied : positive; entry_at : place; apart : list place }.
Definition thunk := option scope -> nat -> option tm.  (* a term below any number of binders *)
Inductive value := Index (p : place) (s : positive) | Real (t : thunk) | Array (ss : list positive) (entry : list place -> thunk).
Inductive sig := SIndex (s : positive) | SReal | SArray (ss : list positive).  (* what a function takes *)
Inductive entry := Size (s : positive) | Value (v : value) | Function (takes : list sig) (f : list value -> thunk).
Definition environment := list (positive * entry).
Fixpoint lookup {A} (x : positive) (l : list (positive * A)) : option A :=
  match l with [] => None | (y, a) :: l => if Pos.eqb x y then Some a else lookup x l end.

Definition bind {A B} (o : option A) (f : A -> option B) : option B := match o with Some x => f x | None => None end.
Notation "'let?' x := m 'in' f" := (bind m (fun x => f)) (at level 200, x pattern).
Fixpoint all {A B} (f : A -> option B) (l : list A) : option (list B) :=
  match l with [] => Some [] | x :: l => let? y := f x in let? l := all f l in Some (y :: l) end.
Definition check {A} (b : bool) (x : option A) : option A := if b then x else None.

Definition size_of (env : environment) (x : sexp) : option positive :=
  match x with Atom n _ => match lookup n env with Some (Size s) => Some s | _ => None end | _ => None end.
Definition index_of (env : environment) (n : positive) : option (place * positive) :=
  match lookup n env with Some (Value (Index p s)) => Some (p, s) | _ => None end.
Definition eq_sig (a b : sig) : bool :=
  match a, b with
  | SIndex s, SIndex t => Pos.eqb s t
  | SReal, SReal => true
  | SArray l, SArray k => Nat.eqb (length l) (length k) && forallb (fun p => Pos.eqb (fst p) (snd p)) (combine l k)
  | _, _ => false
  end.
Definition kind_of_sig (s : sig) : kind := match s with SIndex _ => KI | SReal => KR | SArray ss => KA (length ss) end.
Definition part_of_sig (s : sig) : part := match s with SIndex s => DI s | SReal => DX | SArray ss => DA ss end.
Definition takes_arrays (l : list sig) : bool := existsb (fun s => match s with SArray _ => true | _ => false end) l.
Definition entry_of_value (v : value) : entry :=
  match v with
  | Array ss f => Function (map SIndex ss) (fun l sc d =>
      let? ps := all (fun v => match v with Index p _ => Some p | _ => None end) l in f ps sc d)
  | _ => Value v
  end.
Definition array_of (ss : list positive) (f : list value -> thunk) : value :=
  Array ss (fun ps => f (map (fun p => Index (fst p) (snd p)) (combine ps ss))).

(* a given or bound function, applied *)
Fixpoint arguments (l : list value) (sc : option scope) (d : nat) : option args :=
  match l with
  | [] => Some A0
  | Index p _ :: l => option_map (Ai (index_at d p)) (arguments l sc d)
  | Real t :: l => let? a := t sc d in option_map (Ar a) (arguments l sc d)
  | Array ss f :: l =>  (* below its indices, the first inmost *)
      let n := length ss in
      let? a := f (map (fun j => Bound (d + n - 1 - j)) (seq 0 n)) sc (d + n) in
      option_map (Aa ss a) (arguments l sc d)
  end.
Definition opaque (p : place) (l : list value) : thunk :=
  fun sc d => option_map (Tat (head_at d p)) (arguments l sc d).

(* sorts; the sizes in them are bound in the environment *)
Inductive sort_of := OReal | OIndex (s : positive) | OFunction (takes : list sig).

Definition is (x : positive) (w : data) : bool := Pos.eqb x (code (of_data w)).
Arguments is x w%data.

Definition sig_of (env : environment) (x : sexp) : option sig :=  (* an argument of a map *)
  match x with
  | Node [Atom h _] => check (is h "real") (Some SReal)
  | Node [Atom h _; n] =>
      if is h "index" then option_map SIndex (size_of env n)
      else check (is h "array") (option_map (fun s => SArray [s]) (size_of env n))
  | Node (Atom h _ :: l) => check (is h "array") (option_map SArray (all (size_of env) l))
  | _ => None
  end.
Definition sort (env : environment) (x : sexp) : option sort_of :=
  match x with
  | Node (Atom h _ :: l) =>
      if is h "real" then match l with [] => Some OReal | _ => None end
      else if is h "index" then match l with [n] => option_map OIndex (size_of env n) | _ => None end
      else if is h "array" then option_map (fun l => OFunction (map SIndex l)) (all (size_of env) l)
      else if is h "map" then
        match l with
        | [Node ps; Node ns] =>
            let? ps := all (sig_of env) ps in let? ns := all (size_of env) ns in Some (OFunction (ps ++ map SIndex ns))
        | _ => None
        end
      else None
  | _ => None
  end.
Definition bound (o : sort_of) (p : place) : entry :=
  match o with
  | OReal => Value (Real (fun _ d => Some (real_at d p)))
  | OIndex s => Value (Index p s)
  | OFunction takes => Function takes (opaque p)
  end.

Definition integrated_over (o : sort_of) : option (list positive) :=
  match o with
  | OReal => Some []
  | OIndex _ => None
  | OFunction takes => all (fun s => match s with SIndex n => Some n | _ => None end) takes
  end.

(* the sizes in the sort of a parameter, from those of an argument *)
Definition sizes_of (takes : list sig) : list positive :=
  flat_map (fun s => match s with SIndex n => [n] | SReal => [] | SArray ss => ss end) takes.
Definition names_in (x : sexp) : list positive :=  (* of sizes, in the order of sizes_of *)
  match x with
  | Node [Atom h _; Node ps; Node ns] =>
      flat_map (fun p =>
        match p with Node (_ :: l) => flat_map (fun n => match n with Atom n _ => [n] | _ => [] end) l | _ => [] end) ps
      ++ flat_map (fun p => match p with Atom n _ => [n] | _ => [] end) ns
  | Node (_ :: ns) => flat_map (fun p => match p with Atom n _ => [n] | _ => [] end) ns
  | _ => []
  end.
Fixpoint bind_sizes (names : list positive) (found : list positive) (env : environment) : option environment :=
  match names, found with
  | [], [] => Some env
  | n :: names, s :: found =>
      match lookup n env with
      | None => bind_sizes names found ((n, Size s) :: env)
      | Some (Size t) => check (Pos.eqb s t) (bind_sizes names found env)
      | _ => None
      end
  | _, _ => None
  end.

(* ---- sums and products as they are printed *)

Definition is_numeral (x : sexp) : bool :=
  match x with Atom _ l => match numeral l with Some _ => true | None => false end | _ => false end.
Definition negative (x : sexp) : option sexp :=  (* what is subtracted: -7 and (.. -1) *)
  match x with
  | Atom _ (x2d :: l) => Some (Atom (code l) l)
  | Node (Atom h w :: l) =>
      let minus x := match x with Atom _ [x2d; x31] => true | _ => false end in
      if is h "*" && Nat.eqb (length (filter minus l)) 1 then
        match filter (fun x => negb (minus x)) l with
        | [] => None
        | [x] => Some x
        | l => Some (Node (Atom h w :: l))
        end
      else None
  | _ => None
  end.
Definition is_negative (x : sexp) : bool := match negative x with Some _ => true | None => false end.
Definition summands (l : list sexp) : list (bool * sexp) :=  (* with whether they are subtracted *)
  map (pair false) (filter (fun x => negb (is_negative x)) l)
  ++ flat_map (fun x => match negative x with Some y => [(true, y)] | None => [] end) l.
Definition numerals_first (l : list sexp) : list sexp :=
  filter is_numeral l ++ filter (fun x => negb (is_numeral x)) l.

(* ---- terms and formulas *)

Record definition := Definition_ { params : list (positive * sexp); body : sexp }.
Definition read A := option scope -> environment -> nat -> sexp -> option A.

Fixpoint sum_of (l : list (bool * tm)) (acc : tm) : tm :=
  match l with [] => acc | (b, t) :: l => sum_of l (if b then Tsub acc t else Tadd acc t) end.
Definition product_of (l : list tm) : option tm :=
  match l with [] => None | t :: l => Some (fold_left Tmul l t) end.
Fixpoint to_the_right (op : fm -> fm -> fm) (l : list fm) : option fm :=
  match l with [] => None | [x] => Some x | x :: l => option_map (op x) (to_the_right op l) end.

Definition index_in (env : environment) (x : sexp) : option (place * positive) :=
  match x with Node [Atom h _; Atom i _] => check (is h "index") (index_of env i) | _ => None end.
Definition atom (x : sexp) : option positive := match x with Atom n _ => Some n | _ => None end.
Definition bind_values (names : list positive) (l : list value) (env : environment) : option environment :=
  check (Nat.eqb (length names) (length l)) (Some (combine names (map entry_of_value l) ++ env)).

(* an array or a map that is given to a definition: by its name, or by its entries *)
Definition function_in (term : read tm) (env : environment) (x : sexp) : option (list sig * (list value -> thunk)) :=
  match x with
  | Node [Atom h _; Atom a _] =>
      check (is h "array" || is h "map") (match lookup a env with Some (Function takes f) => Some (takes, f) | _ => None end)
  | Node [Atom h _; Node names; Node sizes; b] =>
      let? names := all atom names in let? sizes := all (size_of env) sizes in
      check (is h "lam") (Some (map SIndex sizes, fun l sc d => let? env := bind_values names l env in term sc env d b))
  | Node [Atom h _; Node ps; Node names; Node sizes; b] =>
      let? ps := all (fun p => match p with Node [Atom n _; s] => option_map (pair n) (sig_of env s) | _ => None end) ps in
      let? names := all atom names in let? sizes := all (size_of env) sizes in
      check (is h "fun") (Some (map snd ps ++ map SIndex sizes,
        fun l sc d => let? env := bind_values (map fst ps ++ names) l env in term sc env d b))
  | _ => None
  end.

(* the environment of a definition that is called, the depth below its real arguments, and these *)
Fixpoint bind_arguments (term : read tm) (sc : option scope) (env : environment) (d : nat)
    (ps : list (positive * sexp)) (l : list sexp) (inner : environment) : option (environment * nat * list tm) :=
  match ps, l with
  | [], [] => Some (inner, d, [])
  | (p, s) :: ps, x :: l =>
      match index_in env x, function_in term env x with
      | Some (i, n), _ =>
          let? inner := bind_sizes (names_in s) [n] inner in
          let? o := sort inner s in
          match o with
          | OIndex _ => bind_arguments term sc env d ps l ((p, Value (Index i n)) :: inner)
          | _ => None
          end
      | None, Some (takes, f) =>
          let? inner := bind_sizes (names_in s) (sizes_of takes) inner in
          let? o := sort inner s in
          match o with
          | OFunction takes' =>
              check (Nat.eqb (length takes) (length takes') && forallb (fun p => eq_sig (fst p) (snd p)) (combine takes takes'))
                (bind_arguments term sc env d ps l ((p, Function takes f) :: inner))
          | _ => None
          end
      | None, None =>
          let? o := sort inner s in
          match o with
          | OReal =>
              let? t := term sc env d x in
              let? (inner, d', ts) := bind_arguments term sc env (S d) ps l ((p, bound OReal (Bound d)) :: inner) in
              Some (inner, d', t :: ts)
          | _ => None
          end
      end
  | _, _ => None
  end.

Section Read.
Variable defs : list (positive * definition).

Definition call {A} (term : read tm) (go : read A) (mk : tm -> A -> A) : read A := fun sc env d x =>
  match x with
  | Node (_ :: Atom f _ :: l) =>
      let? def := lookup f defs in
      let? (inner, d', ts) := bind_arguments term sc env d (params def) l [] in
      let? b := go sc inner d' (body def) in Some (fold_right mk b ts)
  | _ => None
  end.

(* the arguments of a map *)
Fixpoint values (term : read tm) (env : environment) (takes : list sig) (l : list sexp) : option (list value) :=
  match takes, l with
  | [], [] => Some []
  | SIndex s :: takes, x :: l =>
      let? (i, n) := index_in env x in
      check (Pos.eqb s n) (option_map (cons (Index i n)) (values term env takes l))
  | SArray ss :: takes, x :: l =>
      let? (found, f) := function_in term env x in
      check (Nat.eqb (length found) (length ss) && forallb (fun p => eq_sig (fst p) (snd p)) (combine found (map SIndex ss)))
        (option_map (cons (array_of ss f)) (values term env takes l))
  | SReal :: takes, x :: l => option_map (cons (Real (fun sc d => term sc env d x))) (values term env takes l)
  | _, _ => None
  end.

Fixpoint term (fuel : nat) (sc : option scope) (env : environment) (d : nat) (x : sexp) {struct fuel} : option tm :=
  match fuel, x with
  | O, _ | _, Quoted => None
  | _, Atom _ l => numeral l
  | S fuel, Node l =>
      let go := term fuel sc env d in
      let unary f := match l with [_; a] => option_map f (go a) | _ => None end in
      let binary f := match l with [_; a; b] => let? a := go a in let? b := go b in Some (f a b) | _ => None end in
      let extremum f :=
        match l with
        | [_; Atom i _; n; b] =>
            let? s := size_of env n in
            option_map (f s) (term fuel sc ((i, Value (Index (Bound d) s)) :: env) (S d) b)
        | _ => None
        end in
      match l with
      | Atom h _ :: rest =>
          if is h "real" then
            match rest with [Atom y _] => match lookup y env with Some (Value (Real t)) => t sc d | _ => None end | _ => None end
          else if is h "card" then match rest with [n] => option_map Tcard (size_of env n) | _ => None end
          else if is h "pi" then match rest with [] => Some Tpi | _ => None end
          else if is h "pos" then
            match rest with [i] => let? (p, s) := index_in env i in Some (Tpos (index_at d p) s) | _ => None end
          else if is h "at" || is h "apply" then
            match rest with
            | Atom a _ :: rest =>
                match lookup a env with
                | Some (Function takes f) => let? l := values (term fuel) env takes rest in f l sc d
                | _ => None
                end
            | _ => None
            end
          else if is h "+" then
            let? parts := all (fun p => option_map (pair (fst p)) (go (snd p))) (summands rest) in
            match parts with (b, t) :: parts => Some (sum_of parts (if b then Topp t else t)) | [] => None end
          else if is h "*" then let? parts := all go (numerals_first rest) in product_of parts
          else if is h "/" then binary Tdiv
          else if is h "max" then binary Tmax
          else if is h "min" then binary Tmin
          else if is h "^" then
            match rest with
            | [a; Atom _ k] => match natural k with Some (Zpos k) => option_map (fun a => Tpow a k) (go a) | _ => None end
            | _ => None
            end
          else if is h "exp" then unary (Tfn Uexp)
          else if is h "log" then unary (Tfn Ulog)
          else if is h "sqrt" then unary (Tfn Usqrt)
          else if is h "abs" then unary (Tfn Uabs)
          else if is h "lambertw" then unary (Tfn Ulamb)
          else if is h "sum" then
            match rest with
            | [Atom i _; n; c; b] =>
                let? s := size_of env n in
                let inner := (i, Value (Index (Bound d) s)) :: env in
                let every := match c with Atom _ [x2d] => true | _ => false end in
                match sc with
                | Some v =>
                    if Pos.eqb (varied v) s then  (* the varied entry stands alone *)
                      let v' := Scope s (entry_at v) (Bound d :: apart v) in
                      let? others := term fuel (Some v') inner (S d) b in
                      let? one := term fuel sc ((i, Value (Index (entry_at v) s)) :: env) d b in
                      check every (Some (Tadd
                        (Tsumif s (Gnot (Gsame (Rb 0) (index_at (S d) (entry_at v)))) others) one))
                    else if every then option_map (Tsum s) (term fuel sc inner (S d) b)
                    else let? c := formula fuel sc inner (S d) c in
                         option_map (Tsumif s c) (term fuel sc inner (S d) b)
                | None =>
                    if every then option_map (Tsum s) (term fuel sc inner (S d) b)
                    else let? c := formula fuel sc inner (S d) c in
                         option_map (Tsumif s c) (term fuel sc inner (S d) b)
                end
            | _ => None
            end
          else if is h "maxover" then extremum Tmaxo
          else if is h "minover" then extremum Tmino
          else if is h "deriv" then
            match rest with
            | [b; Node [Atom _ _; Atom y _]] =>
                match lookup y env with
                | Some (Value (Real t)) =>
                    let? p := t sc d in
                    option_map (fun b => Tder b p) (term fuel sc ((y, bound OReal (Bound d)) :: env) (S d) b)
                | _ => None
                end
            | [b; Node [Atom _ _; Atom a _; i]] =>
                match lookup a env, index_in env i with
                | Some (Function [SIndex s] f), Some (q, s') =>
                    let kept := match sc with
                      | None => Some []
                      | Some v => check (Pos.eqb (varied v) s && same_place (entry_at v) q) (Some (apart v))
                      end in
                    let? l := kept in
                    let? p := f [Index q s] sc d in
                    let moved l sc' d' :=
                      match l with
                      | [Index r _] =>
                          if same_place r q then Some (Tbd (d' - 1 - d))
                          else match sc' with
                               | Some v => check (existsb (same_place r) (apart v)) (f [Index r s] sc' d')
                               | None => None
                               end
                      | _ => None
                      end in
                    check (Pos.eqb s s') (option_map (fun b => Tder b p)
                      (term fuel (Some (Scope s q l)) ((a, Function [SIndex s] moved) :: env) (S d) b))
                | _, _ => None
                end
            | _ => None
            end
          else if is h "integral" then
            match rest with
            | [Atom x _; s; low; high; b] =>
                let? o := sort env s in
                let? ss := integrated_over o in
                let? low := go low in
                let? high := go high in
                option_map (Tint ss low high) (term fuel sc ((x, bound o (Bound d)) :: env) (S d) b)
            | _ => None
            end
          else if is h "call" then call (term fuel) (term fuel) Tlet sc env d x
          else None
      | _ => None
      end
  end
with formula (fuel : nat) (sc : option scope) (env : environment) (d : nat) (x : sexp) {struct fuel} : option fm :=
  match fuel, x with
  | S fuel, Node (Atom h _ :: rest) =>
      let go := formula fuel sc env d in
      let compare f :=
        match rest with
        | [a; b] => let? a := term fuel sc env d a in let? b := term fuel sc env d b in Some (f a b)
        | _ => None
        end in
      let quantified index real array :=
        match rest with
        | [Atom y _; s; b] =>
            let? o := sort env s in
            let? b := formula fuel sc ((y, bound o (Bound d)) :: env) (S d) b in
            match o with
            | OIndex s => Some (index s b)
            | OReal => Some (real b)
            | OFunction takes => Some (array (map kind_of_sig takes) b)
            end
        | _ => None
        end in
      if is h "<=" then compare Gle
      else if is h "<" then compare Glt
      else if is h "=" then compare Geq
      else if is h "!=" then compare Gne
      else if is h "same" then
        match rest with
        | [i; j] =>
            let? (p, s) := index_in env i in let? (q, s') := index_in env j in
            check (Pos.eqb s s') (Some (Gsame (index_at d p) (index_at d q)))
        | _ => None
        end
      else if is h "not" then match rest with [f] => option_map Gnot (go f) | _ => None end
      else if is h "and" then let? l := all go rest in to_the_right Gand l
      else if is h "or" then let? l := all go rest in to_the_right Gor l
      else if is h "implies" then match rest with [f; g] => let? f := go f in let? g := go g in Some (Gimp f g) | _ => None end
      else if is h "forall" then quantified Gall Gallr Galla
      else if is h "exists" then quantified Gex Gexr Gexa
      else if is h "call" then call (term fuel) (formula fuel) Glet sc env d x
      else None
  | _, _ => None
  end.
End Read.

(* ---- statements *)

Definition FUEL := Eval compute in (10 * 10 * 10 * 2)%nat.

Fixpoint read_sizes (l : list sexp) (next : positive) (env : environment) : option (positive * environment * list (positive * nat)) :=
  match l with
  | [] => Some (next, env, [])
  | Node [Atom n _; Atom _ k] :: l =>
      let? c := natural k in
      let? (next', env', found) := read_sizes l (Pos.succ next) ((n, Size next) :: env) in
      Some (next', env', (next, Z.to_nat c) :: found)
  | _ => None
  end.
Fixpoint read_givens (l : list sexp) (next : positive) (env : environment) : option (environment * list (positive * sort_of)) :=
  match l with
  | [] => Some (env, [])
  | Node [Atom n _; s] :: l =>
      let? o := sort env s in
      let? (env', found) := read_givens l (Pos.succ next) ((n, bound o (Named next)) :: env) in
      Some (env', (next, o) :: found)
  | _ => None
  end.
Definition read_definition (x : sexp) : option (positive * definition) :=
  match x with
  | Node [Atom f _; Node ps; b] =>
      let? ps := all (fun p => match p with Node [Atom n _; s] => Some (n, s) | _ => None end) ps in
      Some (f, Definition_ ps b)
  | _ => None
  end.
Definition ty_of (o : sort_of) : ty :=
  match o with OReal => CR | OIndex _ => CI | OFunction takes => CF (map kind_of_sig takes) end.

Definition read_statement (x : sexp) : option statement :=
  match x with
  | Node [_; _; _; _; Node (Atom h1 _ :: sizes); Node (Atom h2 _ :: givens); Node (Atom h3 _ :: defs);
          Node (Atom h4 _ :: assumed); Node (Atom h5 _ :: claimed)] =>
      check (is h1 "sizes" && is h2 "given" && is h3 "define" && is h4 "assume" && is h5 "claim") (
      let? (next, env, sizes) := read_sizes sizes 1 [] in
      let? (env, givens) := read_givens givens next env in
      let? defs := all read_definition defs in
      let term := term defs FUEL None env 0 in
      let formula := formula defs FUEL None env 0 in
      let? assumed := all (fun x => match x with Node [_; f] => formula f | _ => None end) assumed in
      let? claimed := all (fun x =>
        match x with
        | Node [_; Node [Atom h w; y]] =>
            if is h "defined" then
              match formula y, term y with
              | Some f, _ => Some (Cdefined f)
              | None, Some t => Some (Cdefined_t t)
              | None, None => None
              end
            else option_map Cholds (formula (Node [Atom h w; y]))
        | Node [_; f] => option_map Cholds (formula f)
        | _ => None
        end) claimed in
      let below := flat_map (fun p => match snd p with OIndex s => [Gindex (Rn (fst p)) s] | _ => [] end) givens in
      let maps := flat_map (fun p =>
        match snd p with OFunction l => if takes_arrays l then [Gdep (fst p) (map part_of_sig l)] else [] | _ => [] end) givens in
      Some (Statement (map fst sizes) (map (fun p => (fst p, ty_of (snd p))) givens)
        (map (fun p => Gsize (snd p) (fst p)) sizes ++ below ++ maps) assumed claimed))
  | _ => None
  end.

(* What a text states; nothing where it is no statement. *)
Definition statement_of (text : list data) : option statement := let? x := sexp_of text in read_statement x.
