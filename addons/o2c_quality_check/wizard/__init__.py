from . import o2c_campaign_preview
from . import o2c_quality_insight_file
from . import o2c_consent_change
from . import o2c_register_import
from . import o2c_register_export
from . import o2c_dial_question
from . import o2c_dial_export
from . import o2c_retention_file
