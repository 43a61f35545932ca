"""WordPress: what its themes usually call the parts of an article."""

from crawlers.layout import Layout

LAYOUT = Layout(
    body=".entry-content, .post-content, .td-post-content, .single-content, .post__content, .the-content",
    title="h1.entry-title, h1.post-title, h1.single-title, article h1",
    drop=".sharedaddy, .jp-relatedposts, .related-posts, .post-tags, .addtoany_share_save_container, .promo",
)
"""Read by shape where a theme calls its parts otherwise; date and counter are read from the lines above the text."""
