"""Small widgets without a form, shared by the pages: labels, badges, tiles, banners."""
