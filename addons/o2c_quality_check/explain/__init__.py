"""The only place of this module that turns reasons and events into sentences.

One file per topic.
"""

from . import basket
from . import call
from . import effect
from . import failure
from . import link
from . import script
from . import dialler
from . import queue
from . import law
from . import telesales
from . import figures
from . import campaign
from . import target
from . import churn
from . import retention
from . import screen
from . import voucher
from . import evaluation
from . import calling
from . import web_phone
