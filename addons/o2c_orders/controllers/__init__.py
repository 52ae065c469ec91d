from . import contacts
from . import courier
from . import notices
from . import portal
from . import appointment
