import { registry } from "@web/core/registry";

/** The leader sees which causes make most of the cost, and has something done about it. */
registry.category("web_tour.tours").add("o2c_care_pareto", {
    steps: () => [
        { trigger: ".o_o2c_pareto_table tbody tr:first-child:contains('Tour boxes')" },
        { trigger: ".o_o2c_learning select[name=measure]", run: "select cost" },
        { trigger: ".o_o2c_pareto_table tbody tr:first-child:contains('Tour driver')" },
        { trigger: ".o_o2c_pareto_table button:contains('Tour boxes')", run: "click" },
        { trigger: ".o_list_view .o_data_row:contains('Café Tour')" },
        { trigger: ".o_back_button, .breadcrumb-item a", run: "click" },
        {
            trigger:
                ".o_o2c_pareto_table tr:contains('Tour boxes') button:contains('Corrective action')",
            run: "click",
        },
        { trigger: ".o_field_widget[name=cause_id] input:value('Tour boxes')" },
        {
            trigger: ".o_field_widget[name=title] input, .o_field_widget[name=title] textarea",
            run: "edit Thicker boxes",
        },
        { trigger: ".o_field_widget[name=due_date] input", run: "edit 12/31/2030" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_field_widget[name=name]:contains('CA')" },
    ],
});

/** The customer rates on the page of his mail and says a word more. */
registry.category("web_tour.tours").add("o2c_care_rate", {
    steps: () => [
        { trigger: ".o_o2c_rating_page .btn-primary[value='2']" },
        { trigger: ".o_o2c_rating_page button[value='4']", run: "click", expectUnloadPage: true },
        { trigger: ".o_o2c_rating_page:contains('Satisfied')" },
        { trigger: "#o2c_comment", run: "edit Quick and friendly" },
        {
            trigger: ".o_o2c_rating_page button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_o2c_rating_page blockquote:contains('Quick and friendly')" },
    ],
});
