"""Every node of a box proof: hand-written proofs that the checker follows, and forged ones that it refuses."""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction
from typing import Any

import pytest

from tests.work import calls
from varproof import recheck
from varproof.recheck.box.claims import goals, relations, term
from varproof.recheck.box.forms import Forms
from varproof.recheck.box.state import follows, shown

GOOD = [
    # k: cases resolve a maximum, whichever way round it is written
    ("(x*exp(x)+y*exp(y))/(exp(x)+exp(y)) <= max(x,y)", {"x": (-3, 3), "y": (-3, 3)}, [],
     ["n", "k:x-y i:1~exp(x)+exp(y)=1~#0~exp(y) i:1~exp(x)+exp(y)=1~#0~exp(x)"]),
    ("abs(x-y) >= 0", {"x": (-1, 1), "y": (-1, 1)}, [], ["k:2*y-2*x i:1=1/2~#0 i:1=1/2~#0"]),
    # i: squares, hypotheses, enclosures
    ("x**4+y**4 >= 2*x**2*y**2", {"x": (-9, 9), "y": (-9, 9)}, [], ["i:1=1~2:x**2-y**2"]),
    ("x*y < (x**2+y**2)/2", {"x": (-9, 9), "y": (-9, 9)}, ["x != y"], ["i:2=1~2:#0"]),
    ("sqrt(x) >= x", {"x": (0, 1)}, [], ["n", "i:1=1~sqrt(x)~1-sqrt(x)"]),
    ("x*(1/3-x) >= 0", {"x": (0, "1/3")}, [], ["i:1=1~[0~]0"]),
    ("x**3 - 2*x + 4/9*sqrt(6) >= 0", {"x": (0, 2)}, [], ["n", "i:1=1~2:x-sqrt(6)/3~x+2*sqrt(6)/3"]),
    ("exp(x)*exp(-x) == 1", {"x": (-9, 9)}, [], ["i:1=", "i:1="]),
    ("max(x,y)*min(y,x) == x*y", {"x": (-9, 9), "y": (-9, 9)}, [], ["i:1=", "i:1="]),
    ("log(exp(x)+exp(y)) - x == log(1+exp(y-x))", {"x": (-9, 9), "y": (-9, 9)}, [], ["n", "n", "i:1=", "i:1="]),
    # laws for what is above 0
    ("log(x*y) == log(x) + log(y)", {"x": ("1/2", 3), "y": (1, 3)}, [], ["n", "n", "n", "i:1=", "i:1="]),
    ("sqrt(x*y) == sqrt(x)*sqrt(y)", {"x": (0, 3), "y": (0, 3)}, [], ["n", "n", "n", "i:1=", "i:1="]),
    # n: an end that is not attained, times 0
    ("x*log(x) <= 0", {"x": (0, 1)}, ["x > 0"], ["h", "n"]),
    # d: the sign of a slope by a tree of its own
    ("exp(x) >= 1 + x + x**2/2", {"x": (0, 4)}, [], ["d0- d0- f0- n p p"]),
    ("sin(x) >= x - x**3/6", {"x": (0, 9)}, [], ["d0- d0- d0- n p p p"]),
    ("sin(x) >= sin(y)", {"x": (0, 1), "y": (0, 1)}, ["y <= x"], ["d0-:y n i:1="]),
    ("sin(x) >= sin(y)", {"x": (0, 1), "y": (0, 1)}, ["2*x - 2*y > 0"], ["d1+:x n i:1="]),
    # d, e: by what is known on the way
    ("x**2 + y**2 >= 2*x*y", {"x": (-1, 1), "y": (-1, 1)}, ["x >= y"], ["d0-:y h i:1="]),
    ("x**2 + y**2 > 2*x*y", {"x": (-1, 1), "y": (-1, 1)}, ["x > y"], ["e0-:y h i:1="]),
    ("x**2 + y**2 > 2*x*y", {"x": ("1/3", 1), "y": ("1/3", 1)}, ["3*x < 3*y"], ["e0+:y h i:1="]),
    ("x + y*z >= 0", {"x": (0, 1), "y": (-1, 1), "z": (-1, 1)}, ["y*z >= 0"], ["d0- n i:1=1~[0;1~#0"]),
    # d: away from an end that is excluded; what grows on the way stays true
    ("log(x) <= 0", {"x": (0, 1)}, ["x > 0"], ["h", "d0+ i:1~#0=1 n"]),
    ("1/x >= 1", {"x": (0, 1)}, ["x != 0"], ["h", "d0+ i:1~2:#0=1 n"]),
    # u: an increasing function of both sides, in the goal and in a hypothesis
    ("exp(x) >= exp(y)", {"x": (0, 1), "y": (0, 1)}, ["x >= y"], ["u:exp:x:y h"]),
    ("sqrt(x) > sqrt(y)", {"x": (0, 1), "y": (0, 1)}, ["x > y"], ["n", "n", "u:sqrt:x:y h"]),
    ("x >= 2*y", {"x": (0, 1), "y": (0, 1)}, ["3*exp(x) >= 3*exp(2*y)"], ["u#0:exp:x:2*y h"]),
    # y: a hypothesis without its divisor
    ("y <= 1", {"y": (0, 9)}, ["1/(1+y) >= 1/2"], ["y2:1-y:2*(1+y) h"]),
    ("x*(1-x) >= 0", {"x": (-9, 9)}, ["1/x >= 1"], ["y1:x*(1-x):2:x h"]),
    # d: what two linear facts say together
    ("log(1-x) >= log(1-y)", {"x": (0, 1), "y": (0, 1)}, ["y < 1", "x <= y"],
     ["i:1=1~#0;1~#1", "h", "d0+:y i:1~(1-x)=1 i:1="]),
    # E: what is true all over the box, for the way of a variable on which hypotheses may fail
    ("asinh(x) <= log(x+sqrt(1+x**2))", {"x": (-5, 0)}, [],
     ["n", "cgt:sqrt(1+x**2)-x n i:1~#0=1", "Egt:x+sqrt(1+x**2) cgt:sqrt(1+x**2)-x n i:1~#0=1 d0+ i:1= p"]),
    # w: a longer side
    ("x >= 0", {"x": (0, 1)}, [], ["w0:0:2 n"]),
    # z: from some hypotheses; M: means, also of what may be negative, with roots
    ("x >= 1", {"x": (0, 2)}, ["x <= 2", "x >= 1"], ["z1 i:1=1~#0"]), ("x >= 0", {"x": (0, 2)}, ["x >= 1"], ["z n"]),
    ("x**3+y**3+z**3 >= 3*x*y*z", dict.fromkeys("xyz", (0, 2)), [],
     ["M1~x**3;1~y**3;1~z**3:x*y*z i:1=1~#0"]),
    ("x**4+y**4+2 >= 4*x*y", dict.fromkeys("xy", (-2, 2)), [], ["M1~x**4;1~y**4;2~1:x*y i:1=1~#0"]),
    ("x**4+y**4+2 >= -4*x*y", dict.fromkeys("xy", (-2, 2)), [], ["M1~x**4;1~y**4;2~1:-x*y i:1=1~#0"]),
    ("x+2*y >= 3*cbrt(x)*cbrt(y)**2", {"x": (0, 2), "y": (0, 2)}, [], ["M1~x;2~y:cbrt(x*y**2) i:1=1~#0"]),
    ("cbrt(x*y) == cbrt(x)*cbrt(y)", dict.fromkeys("xy", (-2, 2)), [], ["i:1=", "i:1="]),
    ("cbrt((x-y)**3*x**5/8) == (x-y)*x*cbrt(x**2)/2", dict.fromkeys("xy", (-2, 2)), [], ["i:1=", "i:1="]),
    # a: from logarithms to powers
    ("log(1+exp(x)) > x", {"x": (-99, 99)}, [], ["n", "a1:1+exp(x)~1:(-x) i:1~exp(x)=1"]),
    ("2*log(x+y) >= log(4*x*y)", {"x": (1, 5), "y": (1, 5)}, [], ["n", "n", "a1:x+y~2;4*x*y~-1:0 i:1=1~2:x-y"]),
    ("log(x)/2 <= x/2 - 1/2", {"x": (1, 5)}, [], ["n", "n", "a2:x~-1:x-1 f0- p"]),
    # q: what an equation says
    ("x*y <= 1/4", {"x": (0, 1), "y": (0, 1)}, ["x + y == 1"], ["q0:1-y i:1=1~2:y-1/2"]),
    ("x*y >= 0", {"x": (0, 1), "y": (-1, 2)}, ["2*x + 2*y == 2"], ["q0:1-y i:1=1~#0~#1"]),
    # o: symmetric variables
    ("x + y - 2*x*y >= abs(x - y) - 1", {"x": (0, 1), "y": (0, 1)}, [],
     ["o0,1 k:x-y i:1=2~y~1-x;1 i:1=2~1-y~x;1"]),
    ("x*(x-y)*(x-z)+y*(y-x)*(y-z)+z*(z-x)*(z-y) >= 0", {"x": (0, 1), "y": (0, 1), "z": (0, 1)}, [],
     ["o0,1,2 i:1=1~2:#0~x;1~2:#0~#1;1~z~#0~#1;1~z~2:#1"]),
    # r: one variable the largest
    ("x**2*y + y**2*z + z**2*x >= 3*x*y*z", {"x": (0, 1), "y": (0, 1), "z": (0, 1)}, [],
     ["r0,1,2 i:1=1/2~#0~2:y-z;1/2~x~2:y-z;1/2~y~2:x-z;1/2~y~2:x-y"]),
    ("a*x + b*y >= min(a,b)*(x+y)", {"a": (0, 1), "b": (0, 1), "x": (0, 3), "y": (0, 3)}, ["x + y <= 5"],
     ["r0,1;2,3 k:a-b i:1=1~x~#1 i:1=1~y~#2"]),
    ("1/x + 1/y >= 4/(x+y)", {"x": (0, 1), "y": (0, 1)}, ["x > 0", "y > 0"],
     ["h", "h", "+ i:1=1~#0;1~#1", "o0,1 i:1~#0~#0~#1;1~#0~#1~#1=1~2:x-y"]),
    # ~: from the negation
    ("sqrt(x*y) <= (x+y)/2", {"x": (0, 4), "y": (0, 4)}, [], ["n", "n", "~ i:1~x;1~y;1~#0=1/4~2:x-y"]),
    # c, l, x: a fact, a new variable, a bound from a hypothesis
    ("exp(y) >= exp(x)", {"x": (0, 1), "y": (0, 1)}, ["x <= y"],
     ["cge:exp(y-x)-1 lw=y-x:exp(w)-1:w x1 f2- p i:1=1~#1~exp(x)"]),
    ("x >= 1/3", {"x": (-1, 1)}, ["1 - 3*x <= 0"], ["x0 f0- p"]),
    ("sqrt(x) >= sin(x)", {"x": (0, "1/4")}, [], ["n", "lw=sqrt(x):w-sin(w**2) f1- p"]),
    # t: at irrational points
    ("x*log(x) >= -exp(-1)", {"x": ("1/10", 2)}, [], ["n", "t:exp(-1)"]),
    ("x**4 - 4*x**2 + 4 >= 0", {"x": (1, 2)}, [], ["t:sqrt(2)"]),
    # minus signs are taken out of products before these are derived: the second slope is 1/x + 1/(1 - x)
    ("-x*log(x)-(1-x)*log(1-x) <= log(2)", {"x": ("1/100", "99/100")}, [], ["n", "n", "n", "t:1/2"]),
    ("exp(x) - 3*x >= 3 - 3*log(3)", {"x": (0, 2)}, [], ["n", "t:log(3)"]),
    ("x <= y", {"x": (0, 1), "y": (0, 1)}, ["2*y - 2*x > 0"], ["h"]),
    # where a maximum is decided at a point; more digits
    ("max(x,1/3) >= 1/3", {"x": (0, "1/7")}, [], ["t:0"]), ("min(y,exp(9)) <= 1/3", {"y": (0, "1/3")}, [], ["f0+ p"]),
    ("sin(1) + x >= 0.84147098480789650665250232163029899962256306079837106567275170", {"x": (0, 0)}, [], ["p"]),
    ("x >= 5", {"x": (1, 9)}, ["x + x < x"], ["v"]), ("x >= 5", {"x": (1, 9)}, ["x + x < 2*x"], ["v"]),
    # m2: curved upwards, downwards, mixed; least inside and at the ends
    ("exp(x) - x >= 0.99", {"x": (-1, 1)}, [], ["m2"]), ("x - x**2 >= 0", {"x": (0, 1)}, [], ["m2"]),
    ("x*y >= -1", {"x": (-1, 1), "y": (-1, 1)}, [], ["m2"]), ("x**2 - x >= -1/4", {"x": (0, 2)}, [], ["m2"]),
    ("sin(x) >= 0.8", {"x": (1, 2)}, [], ["m2"]), ("x**2 - 3*x > -2.01", {"x": (0, 1)}, [], ["m2"]),
    # beyond the numbers of a context
    ("exp(-x*1e80) <= 1e-999", {"x": (1, 2)}, [], ["n"]), ("exp(x*1e80) >= 1e999", {"x": (1, 2)}, [], ["n"]),
    # + and -
    ("x != 2", {"x": (3, 4)}, [], ["+ n"]), ("x != 2", {"x": (0, 1)}, [], ["- n"]),
]  # fmt: skip
BAD = [
    # m2: too much, a kink, an undefined second slope, a function undefined where its slopes are not, not for !=
    ("exp(x) - x >= 1.01", {"x": (-1, 1)}, [], ["m2"]), ("x*y >= -0.99", {"x": (-1, 1), "y": (-1, 1)}, [], ["m2"]),
    ("x - x**2 > 0", {"x": (0, 1)}, [], ["m2"]), ("x - 2*x**2 >= 0", {"x": (0, 1)}, [], ["m2"]),
    ("abs(x) >= -1", {"x": (-1, 1)}, [], ["m2"]), ("x**2 + abs(x - 1/3) >= -1", {"x": (0, 1)}, [], ["m2"]),
    ("sqrt(x) >= -1", {"x": (0, 1)}, [], ["n", "m2"]), ("log(x) <= 9", {"x": (-2, -1)}, [], ["m2", "m2"]),
    ("x + 2 != 0", {"x": (0, 1)}, [], ["m2"]),
    ("(x*exp(x)+y*exp(y))/(exp(x)+exp(y)) <= max(x,y)", {"x": (-3, 3), "y": (-3, 3)}, [],
     ["n", "k:x-y i:1~exp(x)+exp(y)=1~#0~exp(y) i:1~exp(x)+exp(y)=1~#0~exp(y)"]),
    ("(x*exp(x)+y*exp(y))/(exp(x)+exp(y)) <= max(x,y)", {"x": (-3, 3), "y": (-3, 3)}, [],
     ["n", "k:x-y i:1~exp(x)-exp(y)=1~#0~exp(y) i:1~exp(x)+exp(y)=1~#0~exp(x)"]),
    ("abs(x-y) >= 0", {"x": (-1, 1), "y": (-1, 1)}, [], ["k:y-x i:1=1/2~#0 i:1=1~#0"]),
    ("abs(x) <= 1/2*x", {"x": (-1, 1)}, [], ["k:x i:1=1~#0 n"]),
    ("x*log(x) < 0", {"x": (0, 1)}, ["x > 0"], ["h", "n"]), ("x*log(x) >= 0", {"x": (0, 1)}, ["x > 0"], ["h", "n"]),
    # a: other factors, signs and rests; a logarithm that may be undefined
    ("log(1+exp(x)) > x", {"x": (-99, 99)}, [], ["n", "a1:1+exp(x)~-1:(-x) i:1~exp(x)=1"]),
    ("log(1+exp(x)) > x", {"x": (-99, 99)}, [], ["n", "a1:1+exp(x)~2:(-x) i:1~exp(x)=1"]),
    ("log(1+exp(x)) > x", {"x": (-99, 99)}, [], ["n", "a-1:1+exp(x)~1:(-x) i:1~exp(x)=1"]),
    ("log(1+exp(x)) > x", {"x": (-99, 99)}, [], ["n", "a1:1+exp(x)~1:x i:1~exp(x)=1"]),
    ("log(1+exp(x)) > x", {"x": (-99, 99)}, [], ["n", "a1:1+exp(x)~1/2;1+exp(x)~1/2:(-x) i:1~exp(x)=1"]),
    ("x >= 0", {"x": (0, 1)}, [], ["a1:exp(x)~1:log(x)-log(x) n"]),
    ("x >= 0", {"x": (-1, 1)}, [], ["a1:x**2~1;x**2~-1:x n"]),
    # q: one hypothesis, another one, strict hypotheses, the variable on both sides
    ("x*y <= 1/4", {"x": (0, 1), "y": (0, 1)}, ["x + y >= 1"], ["q0:1-y i:1=1~2:y-1/2"]),
    ("x*y <= 1/4", {"x": (0, 1), "y": (0, 1)}, ["x - y == 1"], ["q0:1-y i:1=1~2:y-1/2"]),
    ("x*y <= 1/4", {"x": (0, 1), "y": (0, 1)}, ["x + y >= 1", "x + y != 1"], ["q0:1-y i:1=1~2:y-1/2"]),
    ("x**2 <= 1/4", {"x": (0, 1), "y": (0, 1)}, ["x == x"], ["q0:x v"]),
    # the side of x is not above 0
    ("sqrt(x**2) == x", {"x": (-1, 1)}, [], ["n", "i:1=", "i:1="]),
    ("x <= abs(x - 1/2) + 1/2", {"x": (0, 1)}, [], ["i:1="]),
    # e: no strict hypothesis, no hypothesis, a slope that may be 0; d: not strict at the bound, a hypothesis that moves
    ("x**2 + y**2 > 2*x*y", {"x": (-1, 1), "y": (-1, 1)}, ["x >= y"], ["e0-:y h i:1="]),
    ("x**2 + y**2 > 2*x*y", {"x": (-1, 1), "y": (-1, 1)}, ["x > y"], ["e0- h i:1="]),
    ("x*y > y*z", {"x": (0, 1), "y": (0, 1), "z": (0, 1)}, ["x > z"], ["e0-:z n i:1="]),
    ("x**2 + y**2 > 2*x*y", {"x": (-1, 1), "y": (-1, 1)}, ["x > y"], ["d0-:y h i:1="]),
    ("x + y >= 0", {"x": (-1, 1), "y": (-1, 1)}, ["x + y >= 0"], ["d0- n h"]),
    ("x**2 >= 0", {"x": (-1, 1)}, ["x >= 0"], ["d0- i:1=2~#0 n"]),
    # d: across a pole, over an end where it is undefined, with a hypothesis that does not stay
    ("1/x >= 1", {"x": (-1, 1)}, ["x != 0"], ["h", "d0+ i:1~2:#0=1 n"]),
    ("log(x) <= 0", {"x": (0, 1)}, [], ["n", "d0+ n n"]),
    ("x <= 1/2", {"x": (0, 1)}, ["x <= 1/2"], ["d0+ n h"]),
    # u: reversed, not increasing, undefined, no difference
    ("exp(x) >= exp(y)", {"x": (0, 1), "y": (0, 1)}, ["x >= y"], ["u:exp:y:x h"]),
    ("abs(x) >= abs(y)", {"x": (-1, 1), "y": (-1, 1)}, ["x >= y"], ["u:abs:x:y h"]),
    ("x >= y", {"x": (-1, 1), "y": (-1, 1)}, ["x >= y"], ["u:sqrt:x**2:y**2 h"]),
    ("x >= y", {"x": (-1, 1), "y": (-1, 1)}, ["x >= y"], ["u:log:exp(x):y h"]),
    ("x >= y", {"x": (0, 1), "y": (0, 1)}, ["exp(y) >= exp(x)"], ["u#0:exp:x:y h"]),
    # y: a divisor of any sign, that may be 0, another term
    ("y <= 1", {"y": (-9, 9)}, ["1/(1+y) <= 1/2"], ["y2:y-1:2*(1+y) h"]),
    ("x >= 0", {"x": (-1, 1)}, ["x**3 >= 0"], ["y0:x**5:2:x h"]),
    ("y <= 1", {"y": (0, 9)}, ["1/(1+y) >= 1/3"], ["y2:1-y:2*(1+y) h"]),
    # z: a hypothesis that is not there or was forgotten; M: negative terms or weights, another product, no weight
    ("x >= 1", {"x": (0, 2)}, ["x >= 1"], ["z1 h"]), ("x >= 1", {"x": (0, 2)}, ["x <= 2", "x >= 1"], ["z0 h"]),
    ("x >= 1", {"x": (0, 2)}, ["x >= 1"], ["z h"]), ("x >= 1", {"x": (0, 2)}, ["x >= 1"], ["z-1 h"]),
    *(("x**3+y**3+z**3 >= 3*x*y*z", {"x": (-2, 2), "y": (0, 2), "z": (0, 2)}, [], [f"M{means} i:1=1~#0"])
      for means in ("1~x**3;1~y**3;1~z**3:x*y*z", "")),
    *(("x**3+y**3+z**3 >= 3*x*y*z", dict.fromkeys("xyz", (0, 2)), [], [f"M{means} i:1=1~#0"])
      for means in ("1~x**3;1~y**3;2~z**3:x*y*z", "2~x**3;2~y**3;-1~z**3:x*y*z", "1~x**3;1~y**3;1~z**3:x*y", "0~x:1",
                    "1/2~x**3;1/2~y**3:x*y*z", "1~x**3+y**3+z**3-3*x*y*z:x**3+y**3+z**3-3*x*y*z", "1000~x:x")),
    ("x**3+y**3+z**3 >= 4*x*y*z", dict.fromkeys("xyz", (0, 2)), [], ["M1~x**3;1~y**3;1~z**3:x*y*z i:1=1~#0"]),
    ("x**4+y**4+1 >= 4*x*y", dict.fromkeys("xy", (-2, 2)), [], ["M1~x**4;1~y**4;2~1:x*y i:1=1~#0"]),
    ("cbrt(x+y) == cbrt(x)+cbrt(y)", dict.fromkeys("xy", (-2, 2)), [], ["i:1=", "i:1="]),
    ("cbrt(x**2) == x", {"x": (-2, 2)}, [], ["i:1=", "i:1="]),
    # w: a shorter side
    ("x <= 1", {"x": (0, 2)}, [], ["w0:0:1 n"]), ("x <= 1", {"x": (0, 2)}, [], ["w0:-1:1 n"]),
    ("x <= abs(x) - 1/9", {"x": (-1, 1)}, [], ["k:x i:1= i:1=2~#0"]),
    ("max(x,y) <= x", {"x": (-1, 1), "y": (-1, 1)}, [], ["k:x-y i:1= i:1="]),
    ("x > 2", {"x": (-1, 1)}, [], ["k:log(x) n n"]),  # cases only cover where their term is defined
    ("x > 2", {"x": (-1, 1)}, [], ["k:sqrt(x) n n"]),
    ("x**4+y**4 >= 2*x**2*y**2 + 1", {"x": (-9, 9), "y": (-9, 9)}, [], ["i:1=1~2:x**2-y**2"]),
    ("x**4+y**4 > 2*x**2*y**2", {"x": (-9, 9), "y": (-9, 9)}, [], ["i:1=1~2:x**2-y**2"]),
    ("x*y < (x**2+y**2)/2", {"x": (-9, 9), "y": (-9, 9)}, ["x >= y"], ["i:2=1~2:#0"]),
    ("x >= 0", {"x": (-9, 9)}, [], ["i:1=1~x"]), ("x >= 0", {"x": (-9, 9)}, [], ["i:x=1~2:x"]),
    ("x >= 0", {"x": (-9, 9)}, [], ["i:="]), ("x >= 0", {"x": (-9, 9)}, [], ["i:0=0"]),
    ("x >= 0", {"x": (-9, 9)}, [], ["i:1=-1~-x"]), ("x >= 0", {"x": (-9, 9)}, [], ["i:1=1~#0"]),
    ("x >= 0", {"x": (-9, 9)}, ["x != 0"], ["i:1=1~#0"]), ("x != 0", {"x": (-1, 1)}, [], ["i:1=1~x"]),
    ("sqrt(x) >= x", {"x": (0, 2)}, [], ["n", "i:1=1~sqrt(x)~1-sqrt(x)"]),
    ("x*(1/3-x) >= 0", {"x": (-1, "1/3")}, [], ["i:1=1~[0~]0"]),
    ("x*(1/3-x) >= 0", {"x": (0, "1/2")}, [], ["i:1=1~[0~]0"]),
    ("x >= 0", {"x": (0, 1)}, [], ["i:1=1~[1"]), ("x > 0", {"x": (0, 1)}, [], ["i:1=1~[0"]),
    ("exp(x)*exp(-x) == 2", {"x": (-9, 9)}, [], ["i:1=", "i:1="]),
    ("log(x**2) == 2*log(x)", {"x": (-9, 9)}, [], ["n", "n", "i:1=", "i:1="]),
    ("sqrt(x**2) == x", {"x": (-9, 9)}, [], ["n", "i:1=", "i:1="]),
    ("x/x == 1", {"x": (0, 1)}, [], ["n", "i:1=", "i:1="]),
    ("exp(log(x)) == x", {"x": (0, 1)}, [], ["n", "i:1=", "i:1="]),
    ("0*log(x) == 0", {"x": (0, 1)}, [], ["i:1=1~x", "i:1=", "i:1="]),
    ("exp(x) >= 1 + x + x**2/2", {"x": (-1, 4)}, [], ["d0- d0- f0- n p p"]),
    ("x**2 >= 0", {"x": (-1, 4)}, [], ["d0- i:1=2~x p"]), ("x**2 >= 0", {"x": (-1, 4)}, ["x >= 0"], ["d0- i:1=2~#0 p"]),
    ("abs(x) >= -1/2", {"x": (-1, 4)}, [], ["d0- n p"]), ("abs(x) <= 4", {"x": (-5, 4)}, [], ["d0+ k:x n n p"]),
    ("sin(x) >= sin(y)", {"x": (0, 1), "y": (0, 1)}, [], ["d0-:y n i:1="]),
    ("sin(x) >= sin(y)", {"x": (0, 1), "y": (0, 1)}, ["x <= y"], ["d0-:y n i:1="]),
    ("sin(x) >= sin(y)", {"x": (0, 1), "y": (0, 1)}, ["x != y"], ["d0-:y n i:1="]),
    ("sin(x) >= sin(y)", {"x": (0, 1), "y": (0, 2)}, ["y <= x"], ["d0-:y n i:1="]),
    ("sin(x) >= sin(y)", {"x": (0, 2), "y": (0, 1)}, ["y <= x"], ["d0-:y n i:1="]),
    ("sin(x) >= sin(y)", {"x": (0, 1), "y": (0, 1)}, ["y <= x"], ["d0-:x n i:1="]),
    ("sin(x) >= sin(y)", {"x": (0, 1), "y": (0, 1)}, ["y <= x"], ["d0+:y n i:1="]),
    ("log(1-x) >= log(1-y)", {"x": (0, 1), "y": (0, 2)}, ["y < 2", "x <= y"],
     ["i:1=1~#0;1~#1", "h", "d0+:y i:1~(1-x)=1 i:1="]),
    ("log(1-x) >= log(1-y)", {"x": (0, 1), "y": (0, 1)}, ["y < 1"],
     ["i:1=1~#0;1~#1", "h", "d0+:y i:1~(1-x)=1 i:1="]),
    ("log(1-x) >= log(1-y)", {"x": (0, 1), "y": (0, 1)}, ["y < 1", "x <= y"],
     ["i:1=1~#0;1~#1", "h", "d0+:x i:1~(1-x)=1 i:1="]),
    ("log(1-x) >= log(1-y)", {"x": (0, 1), "y": (0, 1)}, ["y < 1", "x <= y"],
     ["i:1=1~#0;1~#1", "h", "d0-:y i:1~(1-x)=1 i:1="]),
    ("x + 1 >= y", {"x": (0, 1), "y": (0, 3)}, [], ["o0,1 i:1=1;1~#0"]),
    ("x + 1 >= y", {"x": (0, 1), "y": (0, 1)}, [], ["o0,1 i:1=1;1~#0"]),
    ("x*y >= 1", {"x": (0, 1), "y": (0, 1)}, ["x >= 1"], ["o0,1 i:1=1~#0"]),
    ("x + 1 >= y", {"x": (0, 1), "y": (0, 1)}, [], ["r0,1 i:1=1;1~#0"]),
    ("x*y >= 1", {"x": (0, 1), "y": (0, 2)}, ["x*y >= x"], ["r0,1 n"]),
    ("x*y >= 1", {"x": (0, 1), "y": (0, 1)}, ["x >= 1"], ["r0,1 i:1=1~#0"]),
    ("x >= 2", {"x": (0, 1)}, [], ["r0 v"]), ("x*y >= 2", {"x": (0, 1), "y": (0, 1)}, [], ["r0,0 v"]),
    ("x*y >= 2", {"x": (0, 1), "y": (0, 1)}, [], ["r0;1 v"]), ("x >= 2", {"x": (0, 1)}, [], ["r v"]),
    ("x*y*z >= 2", {"x": (0, 1), "y": (0, 1), "z": (0, 1)}, [], ["r0,1;2 v"]),
    ("x*y >= 0*z", {"x": (0, 1), "y": (0, 1), "z": (0, 1)}, [], ["r0,1;1,0 i:1=1~x~#0"]),
    ("a*x + 2*b*y >= min(a,b)*(x+y)", {"a": (0, 1), "b": (0, 1), "x": (0, 3), "y": (0, 3)}, [],
     ["r0,1;2,3 k:a-b i:1=1~x~#0;1~b~y i:1=1~y~#0;1~b~y"]),
    ("a*x + b*y >= min(a,b)*(x+y)", {"a": (0, 1), "b": (0, 1), "x": (0, 3), "y": (0, 3)}, [],
     ["r0,1 k:a-b i:1=1~x~#0 i:1=1~y~#0"]),
    ("x >= y", {"x": (0, 1), "y": (0, 1), "z": (0, 1)}, ["y >= z", "z >= x"], ["r0,1,2 h"]),
    ("sqrt(x*y) <= (x+y)/3", {"x": (0, 4), "y": (0, 4)}, [], ["n", "n", "~ i:1~x;1~y;1~#0=1/4~2:x-y"]),
    ("sqrt(x*y) <= (x+y)/2", {"x": (0, 4), "y": (0, 4)}, [], ["n", "n", "~ i:1~x;1~y=1/4~2:x-y"]),
    ("x > 0", {"x": (0, 1)}, [], ["~ i:1=1~#0"]), ("x > 0", {"x": (0, 1)}, [], ["~ i:1=1~x"]),
    ("x >= 1", {"x": (0, 1)}, [], ["~ n"]), ("x != 1", {"x": (0, 1)}, [], ["~ v"]),
    ("x*y >= 1", {"x": (0, 1), "y": (0, 1)}, [], ["o0,0 i:1=1~#0"]),
    ("exp(y) >= exp(x)", {"x": (0, 1), "y": (0, 1)}, [], ["cge:exp(y-x)-1 lw=y-x:exp(w)-1 f2- p i:1=1~#0~exp(x)"]),
    ("exp(y) >= exp(x)", {"x": (0, 1), "y": (0, 1)}, ["x >= y"],
     ["cge:exp(y-x)-1 lw=y-x:exp(w)-1:w x1 f2- p i:1=1~#1~exp(x)"]),
    ("exp(y) >= exp(x)", {"x": (0, 1), "y": (0, 1)}, ["x <= y"], ["cge:exp(y-x)-1 n i:1=1~#1~exp(x)"]),
    ("x >= 2", {"x": (0, 1)}, [], ["lw=x:w+2 n"]), ("x >= 2", {"x": (0, 1)}, [], ["lx=x:x n"]),
    ("x >= 2", {"x": (0, 1)}, [], ["lw=log(x)+3:x+0*w n"]), ("x >= 2", {"x": (0, 1)}, [], ["lw=x:w:w-2 v"]),
    ("0 >= 2 - 2", {"x": (0, 1)}, ["x > 2"], ["lw=x:w-w:2-w v"]), ("x >= 2", {"x": (0, 1)}, [], ["lw=x n"]),
    ("x >= 1/3", {"x": (-1, 1)}, ["1 - 3*x >= 0"], ["x0 n"]), ("x >= 1/3", {"x": (-1, 1)}, ["x**2 >= 1"], ["x0 n"]),
    ("x >= 1/3", {"x": (-1, 1)}, ["x != 1/3"], ["x0 n"]), ("x >= 1/3", {"x": (-1, 1)}, ["x >= 2"], ["x0 n"]),
    ("x*log(x) >= -exp(-1)", {"x": ("1/10", 2)}, [], ["n", "t:exp(-2)"]),
    ("x*log(x) > -exp(-1)", {"x": ("1/10", 2)}, [], ["n", "t:exp(-1)"]),
    ("x**4 - 4*x**2 + 4 >= 0", {"x": (0, 2)}, [], ["t:sqrt(2)"]),
    ("x**4 - 4*x**2 + 4 >= 0", {"x": (1, 2)}, [], ["t:sqrt(x)"]),
    ("x**4 - 4*x**2 + 4 >= 0", {"x": (1, "7/5")}, [], ["t:sqrt(2)"]),
    ("x**4 - 4*x**2 + 4 >= 0", {"x": (1, 2)}, [], ["t:sqrt(-2)"]),
    ("x <= y", {"x": (0, 1), "y": (0, 1)}, ["x >= y"], ["h"]), ("x < y", {"x": (0, 1), "y": (0, 1)}, ["x <= y"], ["h"]),
    ("x >= y", {"x": (0, 1), "y": (0, 1)}, ["x != y"], ["h"]),
    # E: without hypotheses, of what is defined everywhere, and not of a longer side
    ("x >= 1", {"x": (0, 2)}, ["x >= 1"], ["Ege:x-1 h h"]), ("x >= 1", {"x": (0, 2)}, [], ["Ege:x-1 n h"]),
    ("log(x) <= 9", {"x": (0, 2)}, ["x > 0"], ["h", "Egt:9-log(x) n h"]),
    ("log(x) <= 9", {"x": (0, 2)}, ["x > 0"], ["h", "Egt:x h d0+ i:1~#0=1 n"]),
    ("log(x-y) >= -9", {"x": (3, 4), "y": (0, 2)}, [], ["n", "Egt:x-y n w1:0:9 d1- i:1~#0=1 n"]),
    ("log(x-y) >= -9", {"x": (3, 4), "y": (0, 2)}, [], ["n", "Egt:x-y v n"]),
    ("x != 2", {"x": (1, 4)}, [], ["+ n"]), ("x != 2", {"x": (1, 4)}, [], ["- n"]),
    ("x >= -2", {"x": (1, 4)}, [], ["+ n"]),
    ("x >= 0", {"x": (0, 1)}, [], ["g"]), ("x >= 0", {"x": (0, 1)}, [], ["k"]),
    ("x >= 0", {"x": (0, 1)}, [], ["k:x>0 n n"]),
    ("x >= 0", {"x": (0, 1)}, [], ["cge:y n n"]), ("x >= 0", {"x": (0, 1)}, [], ["cle:x n n"]),
    ("x >= 0", {"x": (0, 1)}, [], ["i:1=1~((((x**100)**100)**100)**100)"]),
    ("x >= 0", {"x": (0, 1)}, [], ["i:1=1~((((7**100)**100)**100)**100)"]),
    ("x >= 0", {"x": (0, 1)}, [], ["i:1=1~((1+x+exp(x))**100)**100"]),
    ("min(y,exp(9)) < 1/3", {"y": (0, "1/3")}, [], ["f0+ p"]), ("x >= 5", {"x": (1, 9)}, ["x + x <= 2*x"], ["v"]),
    ("sin(1) + x <= 0.84147098480789650665250232163029899962256306079837106567275170", {"x": (0, 0)}, [], ["p"]),
    ("x >= 5", {"x": (-1, 9)}, ["x + x < x"], ["v"]), ("x >= 5", {"x": (1, 9)}, ["x + x != x"], ["v"]),
    ("sin(exp(-10**18*x)) <= -1", {"x": (1, 2)}, [], ["n"]), ("tanh(exp(10**9*x)) <= 0", {"x": (1, 2)}, [], ["n"]),
    ("x >= 0", {"x": (1, 2)}, [], ["cge:sin(log(x-1)) n n"]), ("x >= 3", {"x": (1, 2)}, [], ["lw=log(x-1):x+0*w n"]),
    ("exp(-x*1e80) <= 0", {"x": (1, 2)}, [], ["n"]), ("exp(x*1e80) <= 1e999", {"x": (1, 2)}, [], ["n"]),
    ("exp(-x*1e80) > 0", {"x": (1, 2)}, [], ["m"]),
    ("x >= 1", {"x": (1, 2)}, [], ["a1:zz~1:x n"]), ("x >= 1", {"x": (1, 2)}, [], ["a1:x)*(x~1:x n"]),
    ("x >= -1", {"x": (-1, 1)}, [], ["x9 n"]), ("x >= 2", {"x": (-1, 1)}, [], ["o0 n"]),
    ("x >= 2", {"x": (-1, 1)}, [], [""]),
    # where w = u makes the new goal undefined, it says nothing
    ("x >= 1", {"x": (0, 0)}, [], ["lw=x:(x-1)*(x/w) i:1=1~2:x~[1~2:1/w;1~]0~[1~2:1/w"]),
    ("x >= 1", {"x": (0, 1)}, ["x <= 0"], ["lw=x:(x-1)*(x/w):-x i:1=1~2:x~[1~2:1/w;1~#1~[1~2:1/w"]),
    # a sign is not rounded: 1/3 against its first 28 digits
    *((claim, {"x": (c, c)}, [], ["n"]) for claim, c in (
        ("-x >= -0.3333333333333333333333333333", "1/3"), ("abs(x) <= 0.3333333333333333333333333333", "1/3"),
        ("x**3 <= 0.037037037037037037037037037026", "1/3"), ("x**2 <= 0.11111111111111111111111111108889", "-1/3"),
        ("x**3 > -1/27", "-1/3"),
    )),
    ("atan(1/x) >= 0", {"x": (-2, -1)}, [], ["i:1=1~abs(atan(1/x))"]),
    ("cbrt(1/x) >= 0", {"x": (-2, -1)}, [], ["i:1=1~sqrt(cbrt(1/x)**2)"]),
    ("x >= 0", {"x": (-1, 1)}, ["x <= 0"], ["i:1=1~#0000001"]), ("x >= 0", {"x": (0, 1)}, [], ["x" + "0" * 9999]),
]  # fmt: skip


def certificate(claim: str, box: dict[str, Any], assume: list[str], proofs: list[str]) -> dict[str, Any]:
    """With a leaf n for each goal that has no proof, these first: divisors that are numbers."""
    problem = {"claim": claim, "box": {x: [str(a), str(b)] for x, (a, b) in box.items()}, "assume": assume}
    proofs = ["n"] * (len(goals(relations(claim))) - len(proofs)) + proofs
    text = json.dumps(problem, sort_keys=True, separators=(",", ":"))
    head = {"schema": 1, "kind": "box", "hash": hashlib.sha256(text.encode()).hexdigest(), "verdict": "PROVED"}
    return {**head, **problem, "proofs": proofs}


@pytest.mark.parametrize(("claim", "box", "assume", "proofs"), GOOD)
def test_nodes_that_prove(claim: str, box: dict[str, Any], assume: list[str], proofs: list[str]) -> None:
    report = recheck.check(certificate(claim, box, assume, proofs))
    assert report.ok, report.message


@pytest.mark.parametrize(("claim", "box", "assume", "proofs"), BAD)
def test_forged_nodes(claim: str, box: dict[str, Any], assume: list[str], proofs: list[str]) -> None:
    report = recheck.check(certificate(claim, box, assume, proofs))
    assert report.verdict == "REJECTED" and report.message.startswith("goal ")


@pytest.mark.parametrize("sign", ["*", "/", "+1e-999*"])
def test_numbers_are_not_written_out_without_end(sign: str) -> None:
    huge = "*".join("(" + sign.join(["1e999"] * 99) + ")" for _ in range(14))
    forged = certificate(f"x <= -({huge})", {"x": (1, 2)}, [], ["n"])
    work, report = calls(lambda: recheck.check(forged))
    assert not report.ok and work < 1_000_000


def test_an_irrational_counterexample() -> None:
    good = certificate("x**2 != 2", {"x": (0, 2)}, [], [])
    good = {**{k: v for k, v in good.items() if k != "proofs"}, "verdict": "REFUTED", "point": {"x": "sqrt(2)"}}
    assert recheck.check(good).ok
    for at in ("sqrt(3)", "-sqrt(2)", "7/5", "sqrt(x)", "exp(1)", "1/0", "sqrt(-1)", "log(0)", "", "2,1"):
        assert not recheck.check({**good, "point": {"x": at}}).ok


@pytest.mark.parametrize(
    ("asked", "known", "yes"),
    [("ne 2*y-2*x", "ne x-y", True), ("ge 2*x-2*y", "ge x-y", True), ("ge 2*x", "gt x", True), ("gt x", "ge x", False),
     ("ge y-x", "ge x-y", False), ("gt y-x", "gt x-y", False), ("ne x-y", "gt y-x", True), ("ge x", "ne x", False),
     ("ne x", "ge x", False), ("gt x+y", "gt x", False), ("ne 0*x", "ne x", False)],
)  # fmt: skip
def test_conditions_that_follow(asked: str, known: str, yes: bool) -> None:
    facts = [(kind, term(t)) for kind, t in (asked.split(), known.split())]
    assert follows(*facts) is yes


@pytest.mark.parametrize(
    ("asked", "known", "yes"),
    [("gt 1-x", ["gt 1-y", "ge y-x"], True), ("gt 2-2*x", ["ge 1-y", "gt y-x"], True),
     ("gt 1-x", ["ge 1-y", "ge y-x"], False), ("ge 1-x", ["ge 1-y", "ge y-x"], True),
     ("gt 1-x", ["gt 1-y", "ge x-y"], False), ("gt 1-x", ["gt 1-y", "ne y-x"], False), ("gt 3-x", [], True),
     ("ge 1-x-y", ["ge 1-x"], False), ("ge 3-x-y", ["ge 1-x"], True), ("gt y-x", ["ge y-x"], False),
     ("ge 1-x**2", ["gt 1-y", "ge y-x"], False), ("gt y", ["gt x", "ge y-x"], True),
     ("gt y", ["ge x", "ge y-x"], False), ("gt y", ["gt x", "ge x-y"], False), ("gt x", ["gt x"], True)],
)  # fmt: skip
def test_what_linear_facts_say_together(asked: str, known: list[str], yes: bool) -> None:
    kind, t = asked.split()
    facts = [(k, term(u)) for k, u in map(str.split, known)]
    box = {"x": (Fraction(-2), Fraction(2)), "y": (Fraction(-2), Fraction(2))}
    assert shown(kind, term(t), facts, box) is yes


SAME = [
    ("exp(x+y)", "exp(x)*exp(y)"), ("exp(2*x)", "exp(x)**2"), ("log(exp(x))", "x"), ("exp(-log(x))", "1/x"),
    ("log(8)", "3*log(2)"), ("log(x/2)", "log(x)-log(2)"), ("sqrt(8)", "2*sqrt(2)"), ("sqrt(1/2)", "sqrt(2)/2"),
    ("sqrt(x**2)", "abs(x)"), ("sqrt(exp(x))", "exp(x/2)"), ("abs(-2*x*y)", "2*abs(x)*abs(y)"), ("abs(x)**2", "x**2"),
    ("sin(-x)", "-sin(x)"), ("cos(x-y)", "cos(y-x)"), ("sin(x)**2+cos(x)**2", "1"), ("sqrt(x)**3", "x*sqrt(x)"),
    ("tanh(x)", "(exp(x)-exp(-x))/(exp(x)+exp(-x))"), ("max(x,y)+min(x,y)", "x+y"), ("max(x,-x)", "abs(x)"),
    ("x/(x*y)", "1/y"), ("(x**2-y**2)/(x-y)", "x+y"), ("log(exp(x)+exp(y))", "y+log(exp(x-y)+1)"),
    ("sqrt(6)", "sqrt(2)*sqrt(3)"), ("exp(log(3)*2)", "9"), ("abs(exp(x)*y)", "exp(x)*abs(y)"),
    ("sin(x+y)", "sin(x)*cos(y)+cos(x)*sin(y)"), ("cos(x-2*y)", "cos(x)*cos(2*y)+sin(x)*sin(2*y)"),
    ("sin(3*x)", "3*sin(x)-4*sin(x)**3"), ("cos(4*x)", "8*cos(x)**4-8*cos(x)**2+1"), ("sin(-2*x)", "-2*sin(x)*cos(x)"),
    ("cos(x+y-z)", "cos(z-y-x)"), ("log(sqrt(x)*y)", "log(x)/2+log(y)"), ("log(x/(1+exp(x)))", "log(x)-log(1+exp(x))"),
]  # fmt: skip
ABOVE = [  # where x >= 0 and y >= 0
    ("log(x*y)", "log(x)+log(y)"), ("log(x**2)", "2*log(x)"), ("log(x*z/y)", "log(z)+log(x)-log(y)"), ("abs(x)", "x"),
    ("log(z/(x+y**2))", "log(z)-log(x+y**2)"), ("log(x*z+x)", "log(x)+log(z+1)"),
    ("sqrt(x*y)", "sqrt(x)*sqrt(y)"), ("sqrt(x**3/y)", "x*sqrt(x)/sqrt(y)"),
    ("sqrt(8*x*z**2)", "2*sqrt(2)*sqrt(x)*abs(z)"),
]  # fmt: skip
NOT_ABOVE = [
    ("log(z**2)", "2*log(z)"), ("sqrt(x*z)", "sqrt(x)*sqrt(z)"), ("abs(z)", "z"), ("log(x+y)", "log(x)+log(y)"),
    ("log(x/(1-y))", "log(x)-log(1-y)"), ("sqrt(x+x*z)", "sqrt(x)*sqrt(1+z)"), ("log(x-y)", "log(x)-log(y)"),
    ("log(x*y)", "log(x)*log(y)"), ("log(z*(z+1))", "log(z)+log(z+1)"),
]  # fmt: skip
DIFFERENT = [
    ("abs(atan(1/x))", "atan(1/x)"), ("abs(erf(2/(x+y)))", "erf(2/(x+y))"), ("sqrt(cbrt(1/x)**2)", "cbrt(1/x)"),
    ("log(asinh(1/x)*y)", "log(asinh(1/x))+log(y)"),
    ("abs(x)", "x"), ("sqrt(x**2)", "x"), ("log(x**2)", "2*log(x)"), ("exp(x*y)", "exp(x)*exp(y)"),
    ("cos(-x)", "-cos(x)"), ("sin(x+y)", "sin(x)+sin(y)"), ("cos(2*x)", "2*cos(x)**2+1"), ("cos(x+y)", "cos(x-y)"),
    ("sqrt(x+y)", "sqrt(x)+sqrt(y)"), ("log(x+y)", "log(x)+log(y)"), ("log(-x)", "log(x)"), ("sin(2*x)", "2*sin(x)"),
    ("abs(x+y)", "abs(x)+abs(y)"), ("max(x,y)", "x"), ("sqrt(x)", "x"), ("exp(x**2)", "exp(x)**2"), ("tanh(x)", "x"),
    ("sqrt(-4*x)", "2*sqrt(x)"), ("1/x", "x"), ("exp(1)", "3"), ("log(x/y)", "log(y/x)"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "two"), SAME)
def test_equal_forms(one: str, two: str) -> None:
    assert Forms().zero(("-", term(one), term(two)))


@pytest.mark.parametrize(("one", "two"), ABOVE)
def test_forms_of_variables_above_0(one: str, two: str) -> None:
    assert Forms(floor=frozenset("xy")).zero(("-", term(one), term(two)))
    assert not Forms().zero(("-", term(one), term(two)))


@pytest.mark.parametrize(("one", "two"), NOT_ABOVE)
def test_forms_of_variables_that_may_be_below_0(one: str, two: str) -> None:
    assert not Forms(floor=frozenset("xy")).zero(("-", term(one), term(two)))


@pytest.mark.parametrize(("one", "two"), DIFFERENT)
def test_forms_that_differ(one: str, two: str) -> None:
    assert not Forms().zero(("-", term(one), term(two)))
