from . import contacts
from . import courier
from . import notices
from . import portal
from . import appointment
from . import contracts
from . import task_report
from . import portal_delivery
