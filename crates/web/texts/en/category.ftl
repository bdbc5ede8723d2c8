# Categories of a complaint.

category-stop-and-search = The stop or the search itself
category-use-of-force = The force that was used
category-incivility = How I was spoken to or treated
category-discrimination = I was treated differently because of who I am
category-sexual-harassment = Sexual remarks, looks or touching
category-other = Something else
