from . import o2c_campaign_preview
