"""Take the pictures of the documentation, as the people who use the screens.

Run by ``make screenshots`` on a server with new demo data; its address comes in
O2C_URL. Walks the demo story, so each picture shows what the one before caused.
Fails when a page logs an error to the browser's console.
"""

import os
import sys
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

URL = os.environ["O2C_URL"]
IMAGES = Path(__file__).parents[2] / "docs" / "images"
CHROMIUM = {
    "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"),
    "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
}


class Visitor:
    """Somebody with a browser: password is the login, as for all demo users."""

    def __init__(self, browser, login):
        self.errors = []
        self.page = browser.new_page(viewport={"width": 1280, "height": 800})
        self.page.set_default_timeout(60_000)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(f"{URL}/web/login")
        self.page.fill("input[name=login]", login)
        self.page.fill("input[name=password]", login)
        self.page.click("button[type=submit]")
        self.page.wait_for_url(lambda url: "/web/login" not in url)

    def _console(self, message):
        if message.type == "error":
            self.errors.append(message.text)

    def go(self, path, until):
        self.page.goto(f"{URL}{path}")
        self.page.wait_for_selector(until)
        return self

    def open(self, text, until=".o_form_view"):
        """Open the record of the list or kanban that shows ``text``."""
        row = f".o_data_row:has-text('{text}') .o_data_cell, "
        self.page.click(f"{row}.o_kanban_record:has-text('{text}')")
        self.page.wait_for_selector(until)
        return self

    def click(self, selector, until):
        self.page.click(selector)
        self.page.wait_for_selector(until)
        return self

    def fill(self, selector, text):
        self.page.fill(selector, text)
        return self

    def show(self, selector):
        """Scroll until what ``selector`` names is at the top."""
        scroll = "element => element.scrollIntoView({block: 'center'})"
        self.page.locator(selector).first.evaluate(scroll)
        return self

    def shoot(self, name):
        """Keep the page as it is under ``name``, without pop-ups of the moment."""
        self.page.wait_for_function("document.fonts.status === 'loaded'")
        self.page.screenshot(path=IMAGES / f"{name}.png", animations="disabled")
        return self


@contextmanager
def visitor(browser, login):
    guest = Visitor(browser, login)
    yield guest
    guest.page.close()
    if guest.errors:
        sys.exit(f"{login}: {guest.errors}")


def orders(browser):
    with visitor(browser, "salesperson") as sara:
        sara.go("/odoo/o2c-orders", ".o_kanban_record").shoot("orders-by-stage")
        sara.open("6,000.00", ".o_o2c_timeline").shoot("order-timeline")
        sara.click("button:has-text('Make it pass')", ".modal .o_form_view")
        sara.shoot("make-it-pass")
        sara.click(".modal .btn-close", ".o_form_view:not(.modal *)")
        sara.click("button[name=action_confirm]", ".alert-warning:has-text('On hold')")
        sara.shoot("order-held")
    with visitor(browser, "order_desk") as olga:
        olga.go("/odoo/o2c-holds", ".o_data_row").shoot("holds")
        olga.go("/odoo/o2c-contacts", ".o_data_row").shoot("contacts")
        # the telephone rings
        olga.go("/o2c/card?phone=0255501234", ".o_o2c_card [data-section]")
        olga.shoot("customer-card")
        olga.go("/odoo/o2c-shipments", ".o_data_row").open("KN70003").shoot("shipment")


def quotations(browser):
    with visitor(browser, "salesperson") as sara:
        sara.go("/odoo/o2c-quotations", ".o_data_row").open("3,684.00")
        sara.click("a[name=o2c_quotation]", "[name=o2c_version_ids] .o_data_row")
        sara.show("[name=o2c_version_ids]").shoot("quotation-versions")
        sara.go("/odoo/o2c-quotation-funnel", ".o_o2c_funnel_step")
        sara.shoot("quotation-funnel")
    with visitor(browser, "order_desk") as olga:
        olga.go("/odoo/o2c-sales-network", ".o_o2c_network td").shoot("sales-network")


def credit(browser):
    with visitor(browser, "credit_manager") as clara:
        clara.go("/odoo/o2c-credit-holds", ".o_data_row").shoot("credit-holds")
        clara.go("/odoo/o2c-credit-decisions", ".o_data_row")
        clara.open("Club Notturno").shoot("credit-decision")
        clara.go("/odoo/o2c-credit-accounts", ".o_data_row, .o_kanban_record")
        clara.open("Nordlicht").shoot("credit-account")
        clara.go("/odoo/o2c-credit-accounts", ".o_data_row, .o_kanban_record")
        clara.open("Trattoria al Lupo")
        clara.click(".nav-link:has-text('Payment Habits')", ".tab-pane.active")
        clara.show("text=Days late by month").shoot("credit-habits")
        clara.go("/odoo/o2c-credit-rules", ".o_data_row").shoot("credit-rules")
        clara.go("/odoo/action-o2c_credit.action_history_item", ".o_data_row")
        clara.shoot("credit-history")


def collections(browser):
    with visitor(browser, "collector") as carlo:
        carlo.go("/odoo/o2c-work-list", ".o_o2c_work_row")
        carlo.click(".o_o2c_next", ".o_o2c_work_name").shoot("work-list")
        carlo.go("/odoo/o2c-promises", ".o_data_row").shoot("promises")
        carlo.go("/odoo/o2c-aged-balance", ".o_o2c_aged_row").shoot("aged-balance")
    with visitor(browser, "credit_manager") as clara:
        clara.go("/odoo/o2c-dunning-strategies", ".o_data_row")
        clara.click(".o_data_row:has-text('Strict') td[name=name]", ".o_form_view")
        clara.shoot("dunning-strategy")
        clara.go("/odoo/o2c-dunning-runs", ".o_data_row")
        clara.open("Waiting for approval").shoot("dunning-run")
        clara.click("button[name=action_items]", ".o_list_view .o_data_row")
        clara.shoot("dunning-reasons")
        clara.go("/odoo/o2c-credit-insight", ".o_o2c_insight_chart canvas")
        clara.shoot("insight")
        clara.go("/odoo/o2c-credit-accounts", ".o_data_row, .o_kanban_record")
        clara.open("Trattoria al Lupo")
        clara.click("button[name=action_customer_view]", ".o_o2c_customer_figures")
        clara.shoot("customer-view")
    with visitor(browser, "accountant") as anna:
        anna.go("/odoo/o2c-late-interest", ".o_data_row")
        anna.open("Club Notturno").shoot("late-interest")


def care(browser):
    with visitor(browser, "care_leader") as leader:
        leader.go("/odoo/o2c-tickets", ".o_kanban_record").shoot("tickets")
        leader.open("Two boxes").shoot("ticket")
        clocks = ".o_field_widget[name=clock_ids] .o_data_row"
        leader.click("a[name=clocks]", clocks).show(clocks).shoot("care-clocks")
        leader.go("/odoo/o2c-disputes", ".o_data_row").shoot("disputes")
        teams = "/odoo/action-o2c_customer_care.action_ticket_team"
        leader.go(teams, ".o_data_row").open("Milan").shoot("care-team")
        leader.go("/odoo/o2c-pareto", ".o_o2c_chart canvas").shoot("care-pareto")
        leader.go("/odoo/o2c-corrective-actions", ".o_data_row").open("Cups break")
        leader.click("a.nav-link[name=effect]", ".o_field_widget[name=effect_text]")
        leader.shoot("care-action")
        leader.go("/odoo/o2c-care-insight", ".o_o2c_care_insight canvas")
        leader.shoot("care-insight")
        leader.go("/odoo/o2c-incoming", ".o_data_row").shoot("care-incoming")
        call = "/o2c/care/phone?number=%2B390255501235"
        leader.go(call, ".o_o2c_phone_talk").shoot("care-phone")


def quality(browser):
    with visitor(browser, "call_leader") as leader:
        leader.go("/odoo/quality-campaigns", ".o_kanban_record, .o_data_row")
        leader.open("Deliveries of the week").shoot("campaign")
        dashboard = ".o_o2c_quality_insight canvas"
        leader.go("/odoo/o2c-quality-insight", dashboard).shoot("quality-insight")
        calling = "/odoo/o2c-quality-insight?part=operations&by=agent"
        leader.go(calling, "[data-table=operations]").shoot("quality-calling")
        leader.go("/odoo/quality-telesales", "[data-tile=conversion]")
        leader.shoot("telesales")
        leader.go("/odoo/quality-retention", ".o_data_row").open("do not want to lose")
        leader.show(".o_o2c_retention_effect").shoot("retention")
        leader.go("/odoo/dialler-simulator", ".o_o2c_dial_simulator button[name=play]")
        leader.click("button[name=play]", ".o_o2c_dial_days")
        leader.show(".o_o2c_dial_days").shoot("dialler-simulator")
    with visitor(browser, "call_agent") as carlo:
        carlo.go("/odoo/quality-my-calls", ".o_list_view, .o_kanban_view")
        carlo.click(
            "a[data-menu-xmlid='o2c_quality_check.menu_next_call']", ".o2c_call_body"
        )
        carlo.shoot("call")
    with visitor(browser, "call_leader") as leader:
        leader.go("/odoo/quality-board", ".o_o2c_board_agents").shoot("quality-board")


def order_quality(browser):
    with visitor(browser, "order_manager") as oskar:
        oskar.go("/odoo/o2c-quality", "[data-figure=joint]").shoot("order-quality")
        oskar.go("/odoo/o2c-checkup/new", "button[name=action_measure]:visible")
        measured = ".o_field_widget[name=figure_ids] .o_data_row"
        oskar.click("button[name=action_measure]:visible", measured).shoot("checkup")
    with visitor(browser, "order_desk") as olga:
        olga.go("/odoo/o2c-entry-errors", ".o_data_row").open("The entrance")
        number = olga.page.inner_text(".o_field_widget[name=order_id]")
        olga.go("/odoo/o2c-perfect-orders", ".o_data_row")
        olga.open(number, ".o_o2c_timeline")
        olga.click("a[name=o2c_perfect]", ".o_o2c_perfect")
        olga.show(".o_o2c_perfect").shoot("order-perfect")


def portal(browser):
    with visitor(browser, "customer") as freya:
        freya.go("/my/orders", "table a")
        freya.click("table a >> nth=0", ".o2c_portal_timeline").shoot("portal-order")
        freya.go("/my/statement", "table").shoot("portal-statement")
        freya.go("/my/tickets", ".o_portal_my_doc_table a")
        found = "tr:has-text('Which filter') a"
        freya.click(found, ".o2c_portal_ticket").shoot("portal-ticket")
    with visitor(browser, "agent") as ernst:
        ernst.go("/my/agent/orders", "table").shoot("portal-agent")
        ernst.click("table a >> nth=0", ".o2c_agent_timeline")
        ernst.shoot("portal-agent-order")


def main():
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        chapters = (orders, quotations, credit, collections, care, quality)
        for chapter in (*chapters, order_quality, portal):
            chapter(browser)
        browser.close()


if __name__ == "__main__":
    main()
