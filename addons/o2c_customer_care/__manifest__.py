{
    "name": "Customer Care",
    "version": "19.0.1.0.0",
    "category": "Sales/Order to Cash",
    "summary": "Complaint tickets and disputed amounts",
    "author": "O2C",
    "license": "LGPL-3",
    "development_status": "Beta",
    "depends": ["o2c_orders", "portal"],
    "data": [],
    "demo": [],
    "application": True,
}
