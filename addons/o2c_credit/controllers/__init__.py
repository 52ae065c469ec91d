from . import portal
from . import review_file
from . import statement
from . import statement_file
