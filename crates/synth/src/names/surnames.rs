//! The surname tables: for each tradition, a head of real surnames with weights, and a long tail built from syllables.
//!
//! Weights are rounded shares per 10,000 people, from general knowledge of British frequencies, not from a register.

/// The head of the British table, as pairs of a weight and the surnames with about that weight.
pub(super) const BRITISH: &[(u32, &str)] = &[
    (115, "Smith"),
    (86, "Jones"),
    (60, "Williams Taylor"),
    (53, "Brown"),
    (44, "Davies"),
    (36, "Evans Wilson Thomas"),
    (33, "Johnson Roberts"),
    (31, "Robinson Thompson Wright Walker White Edwards Hughes"),
    (28, "Green Hall Lewis Harris Clarke Wood"),
    (25, "Jackson Turner Martin Cooper Hill Ward Morris Moore Clark"),
    (22, "Baker Harrison King Morgan Allen James Scott Lee Phillips Watson"),
    (20, "Parker Bennett Young Price Cook Griffiths Davis Richardson Carter Mitchell"),
    (18, "Shaw Collins Bailey Bell Kelly Murphy Miller Cox Marshall Simpson Anderson"),
    (16, "Richards Adams Ellis Wilkinson Foster Rogers Stevens Murray Campbell Chapman Powell Mason Gray"),
    (15, "Mills Webb Hunt Holmes Lloyd Palmer Knight Matthews Barker Dixon Butler Owen Reynolds Jenkins"),
    (13, "Pearson Fisher Fletcher Barnes Russell Stewart Harvey Graham Atkinson Thomson Robertson"),
    (12, "Gibson Hamilton Gordon Walsh Fox Johnston Howard Ford Burton Pearce Andrews Elliott Ryan Kennedy"),
    (11, "Cole Lawrence Armstrong Saunders Hart Spencer Payne Day West Brooks Hopkins Perry Bradley Watts Carr"),
    (10, "Reid Ross Macdonald Booth Berry Hudson Dean Rose Lawson Nicholson Wells Cunningham Grant Fraser"),
    (9, "Webster Hawkins Francis Burns Osborne Duncan Riley Dunn Arnold Barrett Bird Freeman Hayes Hunter Warren"),
    (8, "Oliver Harper Page Newton Austin Bishop Sutton Gilbert Lynch May Carpenter Lowe Stone Cross Gardner"),
    (7, "Byrne Woods Nicholls Perkins Doyle Whitehead Yates Hancock Fitzgerald Sinclair Daly Quinn Bates Curtis"),
    (6, "Sharp Sharpe Read Reed Stephens Stephenson Stevenson Phillip Nolan Brennan Moran Flynn Doherty Gallagher"),
    (5, "Pugh Rees Bowen Vaughan Beynon Probert Prosser Bevan Tudor Ferguson Mackenzie Cameron Muir Kerr Boyd"),
    (4, "Birch Norris Hilton Leach Blackburn Bentley Tomlinson Kershaw Ogden Sykes Haigh Crossley Hargreaves Heaton"),
    (3, "Trelawney Penrose Tregear Pascoe Rowe Nance Angove Cobb Mudge Yeo Luscombe Vickery Gooding Chubb Hext"),
];

/// Stems of the Scots and Irish tail, each of which is used after `Mc`, `Mac` or `O'`.
pub(super) const CELTIC_STEMS: &str = "Alister Ardle Avoy Bain Brien Caffrey Callum Carron Clelland Clure Coll Conville \
Corley Corry Crae Crory Cue Cusker Dade Dermott Devitt Elroy Fadden Fall Farland Garry Garvey Geown Ghee Glynn Gonagle \
Grory Hale Hugh Ilroy Ilwraith Inally Inerney Ivor Keever Kellar Kelvey Kendrick Kenney Keown Kinlay Kinnon Knight \
Lafferty Laughlin Lellan Leish Luskie Manaman Master Minn Murdo Nair Naughton Neish Nicol Parland Phail Quarrie \
Quillan Roberts Rory Shea Sorley Sporran Swiggan Tavish Tiernan Vean Veigh Vicar Whinney";

/// First syllables of the made-up English tail, which reads like place names.
pub(super) const FIRST_SYLLABLES: &str = "Ack Ald Alder Ames Apple Ard Ark Ather Bad Bag Ban Bar Bas Bay Beck Bed Bel \
Bent Ber Bex Bick Bing Blake Bol Bos Bough Brack Brain Brans Bred Brim Brock Bul Bur Cal Cap Cas Cat Chad Charl Ches \
Chil Clav Clif Col Con Cop Cray Cres Crom Crow Cud Cul Dag Dal Dan Daw Ded Del Der Din Dod Dray Dun Eas Eg El Em Ems \
Far Faw Fel Fin Flax Fol Fos Fram Frod Ful Gat Gos Grain Gras Gun Had Hag Hain Hal Hamp Hank Har Has Hav Hay Heb Hel \
Hick Hin Hob Hop Hough Hul Ick Ilk Ken Kil Kim Kip Knap Lam Lan Lav Led Lil Lis Lod Lul Lyd Man Map Mark Maw Mel Met \
Mos Mul Nap Ned Nor Nun Oak Ol Or Os Pack Pal Par Pat Peb Pil Pol Pur Quar Ram Rat Rav Red Rem Rip Rol Rom Rud Rus";

/// Last syllables of the made-up English tail.
pub(super) const LAST_SYLLABLES: &str = "ard aston away bold borne borough bourn bright by champ cliffe comb cott croft \
cup dale dean den dick dock dow ell ender er erson ett ey farth field fold folk ford forth gale gar gate goe grave \
greaves ham hard hay head hill holt hook house hurst ick ing ingham ington kett kin kins land lar law leigh let ley \
lock low man mer mond mont more moss nall ney nock ock on over pole port rick ridge row royd sby sey shaw side ske \
sley smith sop stall stead sted ster stoke ston stow thorn thorpe thwaite ton top tree vill wall ward ware wash way \
well wick win wold wood worth wright yard";

/// Urdu, Bengali and other Muslim names from South Asia.
pub(super) const URDU: &[(u32, &str)] = &[
    (90, "Khan Hussain Ahmed"),
    (60, "Ali Begum Akhtar"),
    (40, "Mahmood Shah Miah Iqbal Rahman Malik"),
    (25, "Bibi Aslam Rashid Uddin Islam Hassan Mohammed Chowdhury Butt Mirza Raja"),
    (
        12,
        "Javed Kausar Parveen Nawaz Saleem Younis Yousaf Zaman Haque Hoque Kazmi Sheikh Qureshi Siddiqui Ashraf Anwar",
    ),
    (6, "Bashir Farooq Ghani Hanif Jabbar Kayani Latif Majid Naqvi Quddus Rafiq Sadiq Tariq Usmani Wahid Zaidi Sarwar"),
    (
        3,
        "Abbasi Bhatti Chaudhry Dar Effendi Gondal Hashmi Jamal Kiani Lodhi Mughal Nazir Paracha Rajput Sethi Talukdar",
    ),
];

/// Punjabi, Gujarati, Tamil and other Indian names.
pub(super) const INDIAN: &[(u32, &str)] = &[
    (160, "Patel Singh"),
    (90, "Kaur"),
    (40, "Sharma Shah"),
    (20, "Gill Dhillon Sandhu Kumar Mistry Desai"),
    (
        10,
        "Bains Sidhu Grewal Johal Mann Chauhan Parmar Solanki Joshi Mehta Kapoor Gupta Das Nair Rao Reddy Verma Virdee",
    ),
    (5, "Atwal Bansal Bhogal Chana Dosanjh Gohil Hothi Iyer Jadeja Khatri Lakhani Modi Nagra Ojla Panesar Rai Sahota"),
    (
        3,
        "Thandi Uppal Vaghela Wadhwa Thapa Gurung Limbu Rai Perera Fernando Silva Sivakumar Rajan Pillai Menon Kulkarni",
    ),
];

/// Polish and other Central European names. The tail adds endings to stems.
pub(super) const POLISH: &[(u32, &str)] = &[
    (20, "Nowak Kowalski Wisniewski Wojcik"),
    (12, "Kaminski Lewandowski Zielinski Szymanski Wozniak Dabrowski Kozlowski Mazur Jankowski"),
    (6, "Krawczyk Piotrowski Grabowski Pawlowski Michalski Krol Wieczorek Wrobel Adamczyk Dudek Sikora Baran Popescu"),
    (
        3,
        "Ionescu Popa Dumitru Stan Horvath Novak Kovacs Balog Petrov Ivanov Georgiev Kazlauskas Ozols Berzins Petraitis",
    ),
];

/// Stems of the Polish tail.
pub(super) const POLISH_STEMS: &str = "Bor Brzoz Ciesl Czern Domin Filip Gajew Glow Gor Jablon Jastrz Kalin Karp Klimk \
Kos Kubi Lip Luk Majew Malin Mar Olsz Ostr Paw Rad Sadow Sok Stach Tom Urban Wal Was Zab Zaw Zuk";

/// Endings of the Polish tail.
pub(super) const POLISH_ENDINGS: &str = "owski inski ewicz czyk iak ek cki";

/// Nigerian, Ghanaian and other African names.
pub(super) const WEST_AFRICAN: &[(u32, &str)] = &[
    (14, "Mensah Okafor Adeyemi Owusu Boateng"),
    (9, "Okeke Eze Adebayo Asante Osei Balogun Appiah Nwosu Ibrahim Mohamed Abdi"),
    (5, "Ogunleye Afolabi Chukwu Obi Amoah Agyeman Kamara Sesay Diallo Bello Yusuf Danso Addo Ofori Moyo Ncube Banda"),
    (
        3,
        "Adewale Akinola Babatunde Ekwueme Fashola Igwe Kalu Lawal Madueke Nnamdi Odunsi Oyelaran Quaye Sowande Tetteh",
    ),
    (2, "Uche Warsame Farah Hersi Jama Tesfaye Bekele Haile Phiri Dube Sibanda Chirwa Mwangi Otieno Kamau Odhiambo"),
];

/// Chinese, Vietnamese and Filipino names.
pub(super) const EAST_ASIAN: &[(u32, &str)] = &[
    (20, "Chen Wong Li Wang"),
    (12, "Zhang Chan Liu Cheung Lam Nguyen Lau"),
    (6, "Tang Yeung Ng Ho Chow Leung Tran Pham Santos Reyes Cruz Lim Tan Yip Kwok Tsang Fung Mak"),
];
