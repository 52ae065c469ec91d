from . import portal
from . import review_file
from . import statement
