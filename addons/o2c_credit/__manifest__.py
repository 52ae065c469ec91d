{
    "name": "Credit and Collections",
    "version": "19.0.1.0.0",
    "category": "Sales/Order to Cash",
    "summary": "Credit limits checked at order entry, holds and collections",
    "author": "O2C",
    "license": "LGPL-3",
    "development_status": "Beta",
    "depends": ["o2c_orders"],
    "data": [],
    "demo": [],
    "application": True,
}
