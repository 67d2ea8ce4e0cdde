"""What a report recommends, as rows: found in its chapters 心得及建議 by outline, numbers, tables and words. Pure."""

from corpus.advice.digest import digests_of
from corpus.advice.found import Advice, Kind, Printed, Shape
from corpus.advice.walk import VERSION, advice_in

__all__ = ["VERSION", "Advice", "Kind", "Printed", "Shape", "advice_in", "digests_of"]
