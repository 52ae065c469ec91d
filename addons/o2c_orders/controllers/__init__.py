from . import contacts
from . import courier
from . import portal
from . import appointment
