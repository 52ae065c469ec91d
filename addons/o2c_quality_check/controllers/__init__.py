from . import consent
from . import dialler
from . import survey
