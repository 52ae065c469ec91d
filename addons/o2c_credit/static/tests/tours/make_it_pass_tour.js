import { registry } from "@web/core/registry";

/** The card follows the quantity being typed, and a split writes two quotations. */
registry.category("web_tour.tours").add("o2c_credit_make_it_pass", {
    steps: () => [
        { trigger: ".o_o2c_risk[data-verdict=held] .o_o2c_risk_verdict:contains('would be held')" },
        { trigger: ".o_o2c_risk_loss:contains('Margin of this order')" },
        {
            content: "less is asked for: it would pass, before anything is saved",
            trigger: ".o_data_row td[name=product_uom_qty]",
            run: "click",
        },
        { trigger: ".o_data_row td[name=product_uom_qty] input", run: "edit 9" },
        { trigger: ".o_o2c_credit_lines", run: "click" },
        { trigger: ".o_o2c_risk[data-verdict=passes]:contains('would pass')" },
        { trigger: ".o_data_row td[name=product_uom_qty]", run: "click" },
        { trigger: ".o_data_row td[name=product_uom_qty] input", run: "edit 15" },
        { trigger: ".o_o2c_credit_lines", run: "click" },
        { trigger: ".o_o2c_risk[data-verdict=held]" },
        { trigger: ".o_o2c_make_it_pass", run: "click" },
        { trigger: ".modal .alert-warning:contains('would be held')" },
        { trigger: ".modal .o_kanban_record:contains('Deposit of'):contains('500.00')" },
        {
            trigger: ".modal .o_kanban_record:contains('Split') button[name=action_write]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_o2c_risk[data-verdict=passes]",
        },
        { trigger: ".o_o2c_credit_lines:contains('This order'):contains('1,000.00')" },
        { trigger: ".o-mail-Message:contains('second quotation')" },
    ],
});
