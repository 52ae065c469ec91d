{
    "name": "Credit and Collections",
    "version": "19.0.1.0.0",
    "category": "Sales/Order to Cash",
    "summary": "Credit limits checked at order entry, holds and collections",
    "author": "O2C",
    "license": "LGPL-3",
    "development_status": "Beta",
    "depends": ["o2c_orders"],
    "data": [
        "security/o2c_credit_groups.xml",
        "security/ir.model.access.csv",
        "security/o2c_credit_rules.xml",
        "security/history_rules.xml",
        "data/o2c_hold_reason_data.xml",
        "data/ir_cron.xml",
        "views/account_move_line_views.xml",
        "views/o2c_hold_views.xml",
        "views/o2c_credit_account_views.xml",
        "views/sale_order_views.xml",
        "views/res_partner_views.xml",
        "views/res_config_settings_views.xml",
        "views/o2c_credit_menus.xml",
    ],
    "demo": [
        "demo/o2c_credit_demo.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "o2c_credit/static/src/**/*",
        ],
        "web.assets_tests": [
            "o2c_credit/static/tests/tours/**/*",
        ],
    },
    "application": True,
}
