/** @odoo-module **/

import { registry } from "@web/core/registry";

/** A leader looks at the figures by channel, narrows them down and opens what is behind. */
registry.category("web_tour.tours").add("o2c_care_insight", {
    steps: () => [
        { trigger: ".o_o2c_care_insight [data-key=opened] .fs-3:contains('5')" },
        { trigger: ".o_o2c_care_insight canvas" },
        { trigger: ".o_o2c_care_insight select[name=by]", run: "select channel" },
        {
            trigger: ".o_o2c_care_groups tr:contains('Phone') button[title^='All figures']",
            run: "click",
        },
        { trigger: ".o_o2c_care_insight [data-key=opened] .fs-3:contains('3')" },
        { trigger: ".o_o2c_narrowed button:contains('Phone')", run: "click" },
        { trigger: ".o_o2c_care_insight [data-key=opened] .fs-3:contains('5')" },
        { trigger: ".o_o2c_care_groups a:contains('Phone')", run: "click" },
        { trigger: ".o_list_view .o_data_row:contains('Insight 2')" },
        { trigger: "body:not(:has(.o_data_row:contains('Insight 4')))" },
    ],
});
