### unreviewed
# Categories of a complaint.

category-stop-and-search = Y stop neu’r chwiliad ei hun
category-use-of-force = Grym a ddefnyddiwyd
category-incivility = Sut y siaradwyd â mi neu y cefais fy nhrin
category-discrimination = Cefais fy nhrin yn wahanol oherwydd pwy ydw i
category-sexual-harassment = Sylwadau, edrychiadau neu gyffwrdd rhywiol
category-other = Rhywbeth arall
