"""The only place of this module that turns reasons and events into sentences.

One file per topic.
"""

from . import appointment
from . import card
from . import case
from . import checkup
from . import checkup_proposals
from . import checkup_steps
from . import complaint
from . import contact
from . import contest
from . import exceptions
from . import courier
from . import delivery
from . import driver
from . import hold
from . import interface
from . import process
from . import service
from . import quotation
from . import entry
from . import insight
from . import perfect
from . import notification
from . import timeline
from . import refusal
from . import returns
from . import withdrawal
