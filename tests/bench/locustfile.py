"""Load on a running server through its JSON-2 interface; see README.md here."""

import os
import random

from locust import FastHttpUser, between, task

DATABASE = os.environ.get("O2C_DB", "o2c")
HEADERS = {
    "Authorization": f"bearer {os.environ['ODOO_API_KEY']}",
    "X-Odoo-Database": DATABASE,
}


class OrderDesk(FastHttpUser):
    """A clerk who mostly looks at orders, and now and then takes one."""

    wait_time = between(0.1, 0.5)

    def on_start(self):
        self.customers = self.call("res.partner", "search", domain=[], limit=50)

    def call(self, model, method, **arguments):
        """Return the answer; an error counts as a failed request and gives None."""
        with self.client.post(
            f"/json/2/{model}/{method}",
            json=arguments,
            name=f"{model}.{method}",
            headers=HEADERS,
            catch_response=True,
        ) as response:
            if response.status_code == 200:
                return response.json()
            response.failure(response.text[:200])
            return None

    @task(5)
    def list_orders(self):
        self.call(
            "sale.order",
            "web_search_read",
            domain=[],
            specification={"name": {}, "amount_total": {}, "state": {}},
            limit=40,
        )

    @task(2)
    def take_order(self):
        customer = random.choice(self.customers)
        self.call("sale.order", "create", vals_list=[{"partner_id": customer}])

    @task(1)
    def look_at_customer(self):
        customer = random.choice(self.customers)
        self.call("res.partner", "read", ids=[customer], fields=["name", "credit"])
