"""The page Returns on a laptop's window."""


def test_the_log_fits_a_window_of_1024_pixels(address, visit):
    page = visit().open(f"{address}/returns")
    log = page.locator(".table-scroll", has=page.get_by_text("the newest first; times in UTC"))
    for width in (1440, 1024):
        page.set_viewport_size({"width": width, "height": 900})
        log.scroll_into_view_if_needed()
        assert log.evaluate("e => e.scrollWidth - e.clientWidth") <= 1
