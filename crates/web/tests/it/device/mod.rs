mod bind;
