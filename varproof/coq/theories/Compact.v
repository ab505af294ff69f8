(* Certificates as one string: base 46, small digits (35..80) end a number, large ones (81..126) go on. Nothing to prove. *)
From Coq Require Import List PArith NArith ZArith QArith FMapPositive Strings.Byte.
From Varproof Require Import Term Check.
Import ListNotations.
Close Scope Q_scope.

Inductive data := Data (l : list byte).
Definition to_data (l : list byte) : data := Data l.
Definition of_data (d : data) : list byte := match d with Data l => l end.
Declare Scope data_scope.
Delimit Scope data_scope with data.
String Notation data to_data of_data : data_scope.

Fixpoint numbers (l : list byte) (acc : N) : list N :=
  match l with
  | [] => []
  | b :: l =>
      let c := to_N b in
      if (c <? 81)%N then (acc * 46 + (c - 35))%N :: numbers l 0 else numbers l (acc * 46 + (c - 81))%N
  end.

(* readers: each takes the list of numbers and gives a value and the rest *)
Definition rd A := list N -> A * list N.
Definition ret {A} (x : A) : rd A := fun l => (x, l).
Definition bnd {A B} (m : rd A) (f : A -> rd B) : rd B := fun l => let (x, l) := m l in f x l.
Notation "'let!' x := m 'in' f" := (bnd m (fun x => f)) (at level 200, x name).
Definition num : rd N := fun l => match l with n :: l => (n, l) | [] => (0%N, []) end.
Definition pos (n : N) : positive := match n with N.pos p => p | N0 => 1%positive end.
Definition rpos : rd positive := fun l => match l with N.pos n :: l => (n, l) | _ :: l => (1%positive, l) | [] => (1%positive, []) end.
Definition rnat : rd nat := let! n := num in ret (N.to_nat n).
Definition rint : rd Z := let! n := num in
  ret (match n with N0 => Z0 | N.pos xH => Z0 | N.pos (xO p) => Zpos p | N.pos (xI p) => Zneg p end).
Definition rq : rd Q := let! n := rint in let! d := rpos in ret (Qmake n d).
Fixpoint many_ {A} (k : nat) (m : rd A) : rd (list A) :=
  match k with O => ret [] | S k => let! x := m in let! l := many_ k m in ret (x :: l) end.
Definition many {A} (m : rd A) : rd (list A) := let! k := rnat in many_ k m.
(* an index relative to the present one *)
Section At.
Variable here : positive.
Definition rix : rd positive := let! n := rpos in ret (Pos.sub here n).
Definition rsort : rd sort := let! n := num in
  match n with 0 => ret SReal | 1 => ret SSet | _ => let! ks := many rnat in ret (SFn ks) end%N.
Definition rfn : rd fname := let! n := num in ret (match n with 0 => Flog | 1 => Fsqrt | 2 => Flamb | _ => Fpi end)%N.
Definition rprod : rd (list (ix * Q)) := many (let! i := rix in let! q := rq in ret (i, q)).
Definition rrow : rd row := let! t := num in
  match t with
  | 0 => let! l := many (let! q := rq in let! m := rprod in ret (q, m)) in ret (Wpoly l)
  | 1 => let! x := rpos in ret (Wvar x)
  | 2 => let! k := rnat in ret (Wbd k)
  | 3 => let! x := rpos in let! l := many rix in ret (Wapp (Hn x) l)
  | 4 => let! x := rnat in let! l := many rix in ret (Wapp (Hb x) l)
  | 5 => let! x := rix in ret (Winv x)
  | 6 => let! f := rfn in let! x := rix in ret (Wfn f x)
  | 7 => let! l := rprod in ret (Wexp l)
  | 8 => let! x := rix in let! y := rix in ret (Wsum x y)
  | 9 => let! x := rix in let! y := rix in ret (Wmax x y)
  | 10 => let! x := rix in let! y := rix in ret (Wder x y)
  | 11 => let! x := rpos in ret (Wset x)
  | 12 => let! x := rnat in ret (Wsetb x)
  | 13 => let! x := rix in let! y := rix in ret (Wfilter x y)
  | 14 => let! x := rix in ret (Wrel Rge x)
  | 15 => let! x := rix in ret (Wrel Rgt x)
  | 16 => let! x := rix in ret (Wrel Req x)
  | 17 => let! x := rix in let! y := rix in ret (Win x y)
  | 18 => let! x := rix in let! y := rix in ret (Wimp x y)
  | 19 => let! s := rsort in let! y := rix in ret (Wall s y)
  | _ => let! ks := many rnat in let! y := rix in ret (Wlam ks y)
  end%N.
(* steps: premises relative, nodes absolute *)
Definition rstep : rd step := let! t := num in
  match t with
  | 0 => let! f := rpos in ret (Kassume f)
  | 1 => let! p := rix in let! f := rpos in ret (Kdischarge p f)
  | 2 => let! p := rix in let! q := rix in ret (Kmp p q)
  | 3 => let! p := rix in let! f := rpos in ret (Kcontradiction p f)
  | 4 => let! p := rix in let! s := rsort in let! x := rpos in ret (Kgeneralise p s x)
  | 5 => let! p := rix in let! v := rpos in ret (Kspecialise p v)
  | 6 => let! p := rix in let! q := rix in let! x := rpos in let! s := rpos in let! t := rpos in let! f := rpos in ret (Kreplace p q x s t f)
  | 7 => let! ps := many rix in let! g := rpos in
      let! pr := many (let! c := rq in let! s := rpos in let! l := many rnat in ret (c, s, l)) in
      let! es := many (let! r := rpos in let! k := rnat in ret (r, k)) in ret (Karith ps g pr es)
  | 8 => let! p := rix in ret (Korder p)
  | 9 => let! p := rix in let! q := rix in ret (Kantisym p q)
  | 10 => let! t := rpos in ret (Kexp t)
  | 11 => let! p := rix in let! f := rfn in let! w := num in let! t := rpos in ret (Kspecial p f (negb (w =? 0)) t)
  | 12 => let! p := rix in let! t := rpos in ret (Kinv p t)
  | 13 => let! p := rix in let! q := rix in let! s := rpos in let! e := rpos in ret (Kfilter_in p q s e)
  | 14 => let! p := rix in let! w := num in ret (Kfilter_out p (negb (w =? 0)))
  | 15 => let! p := rix in let! q := rix in let! s := rpos in let! e := rpos in let! k := rpos in let! g := rpos in ret (Kinduct p q s e k g)
  | 16 => let! p := rix in let! x := rpos in let! s := rpos in ret (Ksum_sign p x s)
  | 17 => let! s := rpos in let! f := rpos in let! t := rpos in ret (Ksum_split s f t)
  | 18 => let! p := rix in let! t := rpos in let! e := rpos in let! s := rpos in ret (Ksum_one p t e s)
  | 19 => let! p := rix in let! q := rix in let! x := rpos in let! s := rpos in let! u := rpos in let! t := rpos in ret (Ksum_ext p q x s u t)
  | 20 => let! x := rpos in let! y := rpos in let! s := rpos in let! u := rpos in let! f := rpos in let! t := rpos in ret (Ksum_swap x y s u f t)
  | 21 => let! p := rix in let! s := rpos in let! e := rpos in let! t := rpos in ret (Kmax_bound p s e t)
  | 22 => let! p := rix in let! s := rpos in let! e := rpos in let! t := rpos in ret (Kmax_attained p s e t)
  | 23 => let! ps := many rix in let! x := rpos in let! t := rpos in let! e := rpos in ret (Kderiv ps x t e)
  | 24 => let! p := rix in let! x := rpos in let! t := rpos in let! s := rpos in let! e := rpos in ret (Kderiv_ext p x t s e)
  | 25 => let! ps := many rix in let! x := rpos in let! t := rpos in let! a := rpos in let! b := rpos in ret (Krise ps x t a b)
  | _ => let! n := rnat in let! m := rnat in ret (Kcite n m)
  end%N.
End At.
Fixpoint all {A} (k : nat) (m : positive -> rd A) (i : positive) : rd (list A) :=
  match k with O => ret [] | S k => let! x := m i in let! l := all k m (Pos.succ i) in ret (x :: l) end.
Definition certificate (d : list data) : list row * list step * list positive :=
  fst ((let! k := rnat in let! rows := all k rrow 1 in let! k := rnat in let! steps := all k rstep 1 in let! gs := many rpos in
    ret (rows, steps, gs)) (numbers (flat_map of_data d) 0)).
