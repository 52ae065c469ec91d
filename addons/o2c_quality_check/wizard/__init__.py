from . import o2c_campaign_preview
from . import o2c_quality_insight_file
