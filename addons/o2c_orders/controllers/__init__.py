from . import contacts
from . import portal
