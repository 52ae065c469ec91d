from . import portal
from . import rating
from . import portal_ticket
from . import claim
from . import contact_form
from . import sms
from . import phone
