from . import test_concurrency
from . import test_effects
from . import test_queue
from . import test_result
from . import test_rights
from . import test_story
from . import test_targets
from . import test_tour
