"""The only place of this module that turns reasons and figures into sentences.

One file per topic.
"""

from . import decision
from . import exposure
from . import limit
from . import policy
from . import portal
from . import review
from . import habit, score
from . import card
from . import proposal
from . import history
from . import queue
from . import simulation
from . import work
from . import insight
from . import customer_view
from . import dunning, dunning_rules
from . import promise
from . import self_service
from . import ageing, statement
from . import interest, write_off
from . import aged
from . import legal, notice
