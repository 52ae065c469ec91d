from . import consent
from . import survey
