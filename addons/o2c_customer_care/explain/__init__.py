"""The only place of this module that turns reasons and events into sentences.

One file per topic.
"""

from . import answer
from . import assignment
from . import api
from . import card
from . import contact_data
from . import aftercare
from . import corrective
from . import clock
from . import dispute
from . import dispute_insight
from . import dispute_portal
from . import learning
from . import litigation
from . import litigation_file
from . import insight
from . import intake
from . import merge
from . import part
from . import phone
from . import portal
from . import small_dispute
from . import ticket
from . import claim
from . import remedy
from . import web_form
