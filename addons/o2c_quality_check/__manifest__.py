{
    "name": "Quality Check Calls",
    "version": "19.0.1.0.0",
    "category": "Sales/Order to Cash",
    "summary": "Call campaigns after delivery that find out how it went",
    "author": "O2C",
    "license": "LGPL-3",
    "development_status": "Beta",
    "depends": ["o2c_customer_care", "survey"],
    "data": [],
    "demo": [],
    "application": True,
}
