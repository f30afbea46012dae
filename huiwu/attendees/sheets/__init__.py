"""Lists of people as they are given out (EX-207): sign-in sheet, directory, badge and place-card data, diets, everything."""
