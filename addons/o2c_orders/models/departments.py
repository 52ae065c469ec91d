"""The departments as every selection of the suite shows them."""

from ..domain.departments import Department

DEPARTMENTS = [
    (Department.SALES.value, "Sales"),
    (Department.CREDIT.value, "Credit"),
    (Department.WAREHOUSE.value, "Warehouse"),
    (Department.TRANSPORT.value, "Transport"),
    (Department.ACCOUNTING.value, "Accounting"),
    (Department.CUSTOMER.value, "Customer"),
]
