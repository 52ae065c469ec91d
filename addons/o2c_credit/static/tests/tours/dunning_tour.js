import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** The credit manager builds a strategy of one step that waits for approval. */
tours.add("o2c_credit_strategy", {
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        { trigger: ".o_field_widget[name=name] input", run: "edit Tour strategy" },
        { trigger: ".o_field_widget[name=any_day] input", run: "click" },
        { trigger: ".o_field_widget[name=approval] input", run: "click" },
        { trigger: ".o_field_widget[name=step_ids] .o_field_x2many_list_row_add a", run: "click" },
        { trigger: ".modal .o_field_widget[name=name] input", run: "edit First word" },
        { trigger: ".modal .o_field_widget[name=days] input", run: "edit 5" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_data_row:contains('First word')" },
        { trigger: ".nav-link[name=preview]", run: "click" },
        { trigger: ".o_field_widget[name=preview]:contains('First word')" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_breadcrumb:contains('Tour strategy')" },
        { trigger: ".o_form_status_indicator_buttons.invisible:not(:visible)" },
    ],
});

/** The collector sees what would go out and makes the notices; they wait. */
tours.add("o2c_credit_run", {
    steps: () => [
        { trigger: "button[name=action_simulate]", run: "click" },
        { trigger: ".o_field_widget[name=summary]:contains('First word')" },
        { trigger: "button[name=action_items]", run: "click" },
        { trigger: ".o_data_row:contains('Café Tour Dunning'):contains('900.00')" },
        { trigger: ".o_back_button a", run: "click" },
        { trigger: "button[name=action_generate]", run: "click" },
        { trigger: ".modal .modal-footer .btn-primary", run: "click" },
        { trigger: ".alert-warning:contains('wait for a credit manager')" },
        { trigger: "body:not(:has(button[name=action_approve]:visible))" },
    ],
});

/** Somebody else approves them. */
tours.add("o2c_credit_run_approve", {
    steps: () => [
        { trigger: "button[name=action_approve]", run: "click" },
        { trigger: ".o_arrow_button_current:contains('To be sent')" },
        { trigger: "button[name=action_notices]", run: "click" },
        {
            trigger:
                ".o_data_row:contains('Café Tour Dunning'), .o_form_view:contains('Café Tour Dunning')",
        },
    ],
});

/** The collector takes a promise on the credit account. */
tours.add("o2c_credit_promise", {
    steps: () => [
        { trigger: "button[name=action_promise]", run: "click" },
        { trigger: ".modal .o_field_widget[name=amount] input", run: "edit 400" },
        { trigger: ".modal .o_field_widget[name=note] textarea", run: "edit On Friday" },
        { trigger: ".modal button[name=action_make]", run: "click" },
        { trigger: "body:not(:has(.modal)) .o-mail-Message:contains('400.00')" },
    ],
});

/** The credit manager looks at the figures and goes on to the months. */
tours.add("o2c_credit_insight", {
    steps: () => [
        { trigger: ".o_o2c_insight_tiles:contains('Best possible DSO')" },
        { trigger: ".o_o2c_chart canvas" },
    ],
});
