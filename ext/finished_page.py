"""The way by which extensions change a page between the template and the disk."""


def change_pages(app, change):
    """Put each page of an HTML build through `change(html, context)`, which returns a new one."""
    if app.builder.format == "html":
        render = app.builder.templates.render

        def rendered(template, context):
            return change(render(template, context), context)

        app.builder.templates.render = rendered
