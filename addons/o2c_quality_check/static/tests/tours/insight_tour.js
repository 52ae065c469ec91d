/** @odoo-module **/

import { registry } from "@web/core/registry";

const part = (key) => ({
    trigger: `.o_o2c_quality_insight [data-part=${key}]`,
    run: "click",
});
const figure = (key, text) => ({
    trigger: `.o_o2c_quality_insight [data-key=${key}] .fs-3:contains('${text}')`,
});
const back = { trigger: ".o_back_button a, .breadcrumb-item a", run: "click" };

/** A leader goes through all parts and opens what is behind the figures. */
registry.category("web_tour.tours").add("o2c_quality_insight", {
    steps: () => [
        figure("nps", "-100 to +"),
        figure("csat", "–"),
        { trigger: ".o_o2c_quality_insight [data-key=nps]", run: "click" },
        { trigger: ".o_o2c_quality_insight canvas" },
        { trigger: ".o_o2c_quality_insight select[name=by]", run: "select agent" },
        { trigger: "[data-table=groups] td:contains('too few')" },
        { trigger: "[data-table=groups] a:contains('call_agent')", run: "click" },
        { trigger: ".o_list_view .o_data_row:contains('Tour customer')" },
        back,
        part("couriers"),
        { trigger: ".o_o2c_quality_insight:contains('No customer was asked in this time')" },
        part("witness"),
        { trigger: "[data-table=components] td:contains('Undamaged')" },
        part("operations"),
        figure("contact_rate", "21 % to 100 %"),
        part("payment"),
        { trigger: ".o_o2c_quality_insight [data-key=correlation]:contains('Too few')" },
        part("words"),
        { trigger: "[data-table=themes] a:contains('Tour theme')", run: "click" },
        { trigger: ".o_list_view .o_data_row:contains('Arrived at midnight')" },
    ],
});

/** Marketing sees the figures of what sells, and nobody's name. */
registry.category("web_tour.tours").add("o2c_quality_insight_marketing", {
    steps: () => [
        figure("nps", "–"),
        { trigger: "body:not(:has([data-part=couriers])):not(:has([data-part=payment]))" },
        { trigger: "select[name=by]:not(:has(option[value=agent]))" },
        part("operations"),
        { trigger: "[data-table=operations] td:contains('Sold in the tour')" },
        { trigger: "[data-key=contact_rate]:disabled" },
        { trigger: "body:not(:has([data-table=operations] a))" },
    ],
});

/** What a selling call brought in opens the calls behind it, quoted or not. */
registry.category("web_tour.tours").add("o2c_telesales_insight", {
    steps: () => [
        { trigger: "[data-tile=reached] b:contains('1')", run: "click" },
        { trigger: ".o_list_view .o_data_row:contains('Sold in the tour')" },
        { trigger: "body:not(:has(.o_facet_value))" },
        back,
        { trigger: ".o_o2c_telesales select[name=by]", run: "select script" },
        { trigger: ".o_o2c_telesales td:contains('Sell')" },
        { trigger: ".o_o2c_telesales a[data-which=reached]", run: "click" },
        { trigger: ".o_list_view .o_data_row:contains('Sold in the tour')" },
        back,
        { trigger: ".o_o2c_telesales select[name=by]:has(option[value=script]:checked)" },
    ],
});

/** A company in which nobody was called says what to do. */
registry.category("web_tour.tours").add("o2c_quality_insight_empty", {
    steps: () => [
        { trigger: "[data-empty]:contains('Start a campaign') button", run: "click" },
        { trigger: ".o_breadcrumb:contains('Campaigns')" },
    ],
});

/** The address opens what it names, and one comes back to what was chosen. */
registry.category("web_tour.tours").add("o2c_quality_insight_kept", {
    steps: () => [
        { trigger: ".o_o2c_quality_insight [data-part=operations].active" },
        { trigger: "select[name=by]:has(option[value=day]:checked)" },
        { trigger: "select[name=months]:has(option[value='3']:checked)" },
        { trigger: "[data-table=operations] a[data-which=contacts]", run: "click" },
        { trigger: ".o_list_view .o_data_row:contains('Tour customer')" },
        back,
        { trigger: ".o_o2c_quality_insight [data-part=operations].active" },
        { trigger: "select[name=by]:has(option[value=day]:checked)" },
        { trigger: "select[name=months]:has(option[value='3']:checked)" },
    ],
});
