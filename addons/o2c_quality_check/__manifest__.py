{
    "name": "Quality Check Calls",
    "version": "19.0.1.0.0",
    "category": "Sales/Order to Cash",
    "summary": "Call campaigns after delivery that find out how it went",
    "author": "O2C",
    "license": "LGPL-3",
    "development_status": "Beta",
    "depends": [
        "o2c_customer_care",
        "survey",
    ],
    "external_dependencies": {"python": ["holidays"]},
    "data": [
        "security/o2c_quality_check_groups.xml",
        "security/ir.model.access.csv",
        "security/o2c_quality_check_rules.xml",
        "data/o2c_ticket_reason_data.xml",
        "data/survey_survey_data.xml",
        "data/o2c_answer_effect_data.xml",
        "data/ir_cron.xml",
        "data/utm_source_data.xml",
        "views/o2c_campaign_views.xml",
        "views/o2c_call_views.xml",
        "views/o2c_call_attempt_views.xml",
        "views/o2c_call_answer_views.xml",
        "views/o2c_answer_effect_views.xml",
        "views/sale_order_views.xml",
        "views/res_partner_views.xml",
        "views/o2c_quality_check_menus.xml",
    ],
    "demo": [
        "demo/o2c_quality_check_demo.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "o2c_quality_check/static/src/**/*",
        ],
        "web.assets_tests": [
            "o2c_quality_check/static/tests/tours/**/*",
        ],
    },
    "application": True,
}
